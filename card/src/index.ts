import { GamesCard } from "./games-card";
import { HeatmapCard } from "./heatmap-card";
import { LatestCard } from "./latest-card";
import { ProfileCard } from "./profile-card";
import { registerCard, registerStrategy } from "./register";
import { TrophiesStrategy } from "./strategy";

registerCard("profile", ProfileCard);
registerCard("latest", LatestCard);
registerCard("games", GamesCard);
registerCard("heatmap", HeatmapCard);
registerStrategy("psn-trophies", TrophiesStrategy);
