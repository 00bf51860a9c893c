"""Every form in which people paste their token."""

from contextlib import suppress

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.psn_trophies.psn import (
    PsnError,
    PsnNotSignedInError,
    PsnNpssoError,
    parse_npsso,
)

from .conftest import NPSSO

OTHER = NPSSO[::-1]
ERROR = (
    '{"error":"invalid_grant","error_description":"Invalid login","error_code":20,'
    '"docs":"https://auth.api.sonyentertainmentnetwork.com/docs/","parameters":[]}'
)
PAGE = "<html><head><title>HTTP Status 429 – Too Many Requests</title></head></html>"


@pytest.mark.parametrize(
    "text",
    [
        NPSSO,
        f"  {NPSSO}\n",
        f'"{NPSSO}"',
        f"'{NPSSO}'",
        f"“{NPSSO}”",
        f"\ufeff{NPSSO}\u200b",
        f"\u00a0{NPSSO}\r\n",
        f'{{"npsso":"{NPSSO}","expires_in":5127734}}',
        f'{{"npsso":"{NPSSO}"}}',
        f'{{\n  "npsso": "{NPSSO}",\n  "expires_in": 5127734\n}}',
        f'"npsso":"{NPSSO}"',
        f'npsso":"{NPSSO}',
        f"npsso: {NPSSO}",
        f"npsso={NPSSO}",
        f"Cookie: a=b; npsso={NPSSO}; Path=/; Secure",
        f"my token is {NPSSO}, thanks",
        f'{{\\"npsso\\":\\"{NPSSO}\\"}}',
        f"“npsso”:“{NPSSO}”",
        f'{{"npsso":"{NPSSO}"}} {{"npsso":"{NPSSO}"}}',
        f"session={OTHER}; npsso={NPSSO}",
        f"npsso={NPSSO}; session={OTHER}",
        f"NPSSO={NPSSO}",
        f"<pre>{NPSSO}</pre>",
    ],
)
def test_token_is_found(text: str) -> None:
    """Whatever stands around it."""
    assert parse_npsso(text) == NPSSO


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "npsso",
        NPSSO[:-1],
        NPSSO + "A",
        f"npsso={NPSSO}A",
        f"{NPSSO[:32]}-{NPSSO[32:]}",
        f"{NPSSO} {OTHER}",
        f"npsso={NPSSO} npsso={OTHER}",
        PAGE,
        '{"npsso":null}',
    ],
)
def test_text_without_exactly_one_token(text: str) -> None:
    """Is an error that does not repeat the text."""
    with pytest.raises(PsnNpssoError) as caught:
        parse_npsso(text)
    assert not isinstance(caught.value, PsnNotSignedInError)
    assert NPSSO[:32] not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        ERROR,
        ERROR[1:-1],
        f"  {ERROR}\n",
        ERROR.replace(":", " : "),
        "error_description: Invalid login",
    ],
)
def test_answer_to_a_browser_that_is_not_signed_in(text: str) -> None:
    """Deserves advice of its own."""
    with pytest.raises(PsnNotSignedInError):
        parse_npsso(text)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_is_a_token_or_an_error(before: str, after: str) -> None:
    """Nothing else comes out, and a token that stands alone is always found."""
    with suppress(PsnError):
        parse_npsso(before + after)
    assert parse_npsso(f"{before[:40]} npsso={NPSSO} {after[:40]}") == NPSSO
