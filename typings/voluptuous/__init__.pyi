# Home Assistant answers to this name with probatio; the type checker shall do the same.
from probatio import *
