"""One answer of each kind, in Sony's shape; everything in them is invented."""

from typing import Any

from custom_components.psn_trophies.psn.models import (
    EarnedGroups,
    LegacyProfileAnswer,
    Model,
    NpTitlesAnswer,
    Profile,
    TrophyDefinitions,
    TrophyGroups,
    TrophyStates,
    TrophySummary,
    TrophyTitlesPage,
)

COUNTS = {"bronze": 10, "silver": 3, "gold": 0, "platinum": 0}
ICON = "https://psnobj.prod.dl.playstation.net/psnobj/NPWR41207_00/a.png"
TIME = "2026-09-14T20:31:07Z"
RARITY = {"trophyRare": 2, "trophyEarnedRate": "41.7"}

TITLE = {
    "npServiceName": "trophy2",
    "npCommunicationId": "NPWR41207_00",
    "trophySetVersion": "01.00",
    "trophyTitleName": "Lantern Hollow",
    "trophyTitleDetail": "Lantern Hollow Trophy Set",
    "trophyTitleIconUrl": ICON,
    "trophyTitlePlatform": "PS5,PSPC",
    "hasTrophyGroups": True,
    "trophyGroupCount": 2,
    "definedTrophies": COUNTS,
    "progress": 26,
    "earnedTrophies": COUNTS,
    "hiddenFlag": False,
    "lastUpdatedDateTime": TIME,
}
EARNED = {
    "trophyId": 4,
    "trophyHidden": True,
    "earned": True,
    "earnedDateTime": TIME,
    "trophyType": "bronze",
    **RARITY,
}
COUNTER = {
    "trophyId": 11,
    "trophyHidden": False,
    "earned": False,
    "progress": "18",
    "progressRate": 36,
    "progressedDateTime": "2026-09-13T17:02:40.25Z",
    "trophyType": "silver",
    **RARITY,
}
TROPHY = {
    "trophyId": 11,
    "trophyHidden": False,
    "trophyType": "silver",
    "trophyName": "Wickwright",
    "trophyDetail": "Relight 50 lanterns.",
    "trophyIconUrl": ICON,
    "trophyGroupId": "default",
    "trophyProgressTargetValue": "50",
    "trophyRewardName": "Emblem",
    "trophyRewardImageUrl": ICON,
}
AVATAR_HOST = "http://static-resource.np.community.playstation.net"

SAMPLES: dict[type[Model], dict[str, Any]] = {
    TrophySummary: {
        "accountId": "4170926358214403517",
        "trophyLevel": 265,
        "trophyPoint": 44610,
        "trophyLevelBasePoint": 44190,
        "trophyLevelNextPoint": 44640,
        "progress": 93,
        "tier": 3,
        "earnedTrophies": COUNTS,
    },
    TrophyTitlesPage: {
        "trophyTitles": [TITLE, TITLE],
        "nextOffset": 2,
        "previousOffset": 0,
        "totalItemCount": 5,
    },
    NpTitlesAnswer: {
        "titles": [
            {
                "npTitleId": "CUSA30417_00",
                "trophyTitles": [
                    {
                        **TITLE,
                        "rarestTrophies": [EARNED | TROPHY],
                        "notEarnedTrophyIds": [1, 2],
                    }
                ],
            },
            {"npTitleId": "PPSA21877_00", "trophyTitles": []},
        ]
    },
    TrophyGroups: {
        **TITLE,
        "trophyGroups": [
            {
                "trophyGroupId": "default",
                "trophyGroupName": "Lantern Hollow",
                "trophyGroupDetail": "The base game",
                "trophyGroupIconUrl": ICON,
                "definedTrophies": COUNTS,
            }
        ],
    },
    TrophyDefinitions: {
        "trophySetVersion": "01.00",
        "hasTrophyGroups": True,
        "trophies": [TROPHY],
        "nextOffset": 1,
        "totalItemCount": 37,
    },
    TrophyStates: {
        "trophySetVersion": "01.00",
        "hasTrophyGroups": True,
        "lastUpdatedDateTime": TIME,
        "trophies": [EARNED, COUNTER],
        "rarestTrophies": [EARNED],
        "totalItemCount": 37,
    },
    EarnedGroups: {
        "trophySetVersion": "01.00",
        "hiddenFlag": False,
        "progress": 26,
        "earnedTrophies": COUNTS,
        "lastUpdatedDateTime": TIME,
        "trophyGroups": [
            {
                "trophyGroupId": "default",
                "progress": 34,
                "earnedTrophies": COUNTS,
                "lastUpdatedDateTime": TIME,
            },
            {"trophyGroupId": "001", "progress": 0, "earnedTrophies": COUNTS},
        ],
    },
    Profile: {
        "onlineId": "quiet_harbour7",
        "personalDetail": {"firstName": "Robin", "lastName": "Example"},
        "aboutMe": "",
        "avatars": [
            {"size": "s", "url": f"{AVATAR_HOST}/s.png"},
            {"size": "xl", "url": f"{AVATAR_HOST}/xl.png"},
            {"size": "l", "url": f"{AVATAR_HOST}/l.png"},
        ],
        "languages": ["en-GB"],
        "isPlus": True,
        "isOfficiallyVerified": False,
        "isMe": True,
    },
    LegacyProfileAnswer: {
        "profile": {
            "onlineId": "quiet_harbour7",
            "currentOnlineId": "loud_harbour7",
            "accountId": "4170926358214403517",
            "npId": "cXVpZXRfaGFyYm91cjdAYjcuZ2I=",
            "plus": 1,
            "aboutMe": "",
            "avatarUrls": [{"size": "l", "avatarUrl": f"{AVATAR_HOST}/l.png"}],
            "languagesUsed": ["en"],
            "trophySummary": {"level": 265, "progress": 93, "earnedTrophies": COUNTS},
            "isOfficiallyVerified": False,
        }
    },
}
