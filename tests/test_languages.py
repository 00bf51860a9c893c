"""Every language says everything, as people who live in it would expect."""

from collections.abc import Iterator, Mapping
import re
from typing import Final

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.helpers.translation import async_get_translations

from custom_components.psn_trophies.announcements import TEXTS, Wording
from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.presentation.shapes import (
    EarnedTrophyView,
    MilestoneView,
)
from custom_components.psn_trophies.trophies import plural
from tests.emulator import Emulator

from .announcements import listen, restart
from .common import DAY, MINUTE, let_pass, set_up, state_of
from .hassfest import INTEGRATION, ROOT, branch, leaves, placeholders, texts

LANGUAGES: Final = sorted(
    path.stem
    for path in (INTEGRATION / "translations").glob("*.json")
    if path.stem != "en"
)
CARD_TEXTS: Final = ROOT / "card" / "src" / "texts"
# Words that a language shares with English.
SAME: Final[Mapping[str, set[str]]] = {
    "de": {"Avatar", "Bronze", "Gold"},
    "es": {"Avatar", "No"},
    "fr": {
        "Avatar",
        "Bronze",
        "Description",
        "Message",
        "Minutes",
        "Options",
        "Rare",
        "Ultra rare",
        "points",
    },
    "it": {"Account", "Avatar", "No"},
    "nl": {"Account", "Accounts", "Avatar", "Game", "Platform", "games"},
    "pl": {"Limit"},
    "pt-BR": {"Avatar", "Bronze"},
}
# The signs for hours and minutes are the same for many.
UNITS: Final = {
    language: {"{minutes} min"}
    | (set() if language in ("nl", "pl") else {"{hours} h {minutes} min"})
    for language in ("de", "es", "fr", "it", "nl", "pl", "pt-BR")
}
# What a tile shows of a name before it is cut, and what fits beside a number.
LONGEST_NAME: Final = 40
LONGEST_UNIT: Final = 12
FULL_STOPS: Final = (".", "。")

ACCOUNT: Final = "hunter_1"
PARTS: Final = {
    "de": ("1 Trophäe", "3 Trophäen", "1000000 Trophäen"),
    "es": ("1 trofeo", "3 trofeos", "1000000 de trofeos"),
    "fr": ("1 trophée", "3 trophées", "1000000 de trophées"),
    "it": ("1 trofeo", "3 trofei", "1000000 di trofei"),
    "ja": ("トロフィー1個", "トロフィー3個", "トロフィー1000000個"),
    "nl": ("1 trofee", "3 trofeeën", "1000000 trofeeën"),
    "pl": ("1 trofeum", "3 trofea", "1000000 trofeów"),
    "pt-BR": ("1 troféu", "3 troféus", "1000000 de troféus"),
    "zh-Hans": ("1 个奖杯", "3 个奖杯", "1000000 个奖杯"),
}
SPOKEN: Final = {
    "de": [
        "hunter_1 hat in Sky die Gold-Trophäe „T1“ verdient.",
        "hunter_1 hat in Sky 2 Trophäen verdient: „T1“, die Platin-Trophäe „T2“.",
        "hunter_1 hat 2 Trophäen verdient: „T1“ in Sky, die Platin-Trophäe „T2“ in Sea.",
        "hunter_1 hat in Sky 5 Trophäen verdient, darunter die Platin-Trophäe „T5“.",
        "hunter_1 hat in mehreren Spielen 5 Trophäen verdient.",
        "hunter_1 hat Trophäen-Level 300 erreicht.",
        "hunter_1 hat jetzt 300 Trophäen.",
    ],
    "es": [
        "hunter_1 ha conseguido el trofeo de oro «T1» en Sky.",
        "hunter_1 ha conseguido 2 trofeos en Sky: «T1», el platino «T2».",
        "hunter_1 ha conseguido 2 trofeos: «T1» en Sky, el platino «T2» en Sea.",
        "hunter_1 ha conseguido 5 trofeos en Sky, entre ellos el platino «T5».",
        "hunter_1 ha conseguido 5 trofeos en varios juegos.",
        "hunter_1 ha alcanzado el nivel de trofeos 300.",
        "hunter_1 ya tiene 300 trofeos.",
    ],
    "fr": [
        "hunter_1 a obtenu le trophée d'or « T1 » dans Sky.",
        "hunter_1 a obtenu 2 trophées dans Sky : « T1 », le platine « T2 ».",
        "hunter_1 a obtenu 2 trophées : « T1 » dans Sky, le platine « T2 » dans Sea.",
        "hunter_1 a obtenu 5 trophées dans Sky, dont le platine « T5 ».",
        "hunter_1 a obtenu 5 trophées dans plusieurs jeux.",
        "hunter_1 a atteint le niveau de trophées 300.",
        "hunter_1 a maintenant 300 trophées.",
    ],
    "it": [
        "hunter_1 ha ottenuto il trofeo d'oro “T1” in Sky.",
        "hunter_1 ha ottenuto 2 trofei in Sky: “T1”, il platino “T2”.",
        "hunter_1 ha ottenuto 2 trofei: “T1” in Sky, il platino “T2” in Sea.",
        "hunter_1 ha ottenuto 5 trofei in Sky, tra cui il platino “T5”.",
        "hunter_1 ha ottenuto 5 trofei in più giochi.",
        "hunter_1 ha raggiunto il livello trofei 300.",
        "hunter_1 ora ha 300 trofei.",
    ],
    "ja": [
        "hunter_1がSkyのゴールドトロフィー「T1」を獲得しました。",
        "hunter_1がSkyで「T1」、プラチナ「T2」、合わせてトロフィー2個を獲得しました。",
        "hunter_1がSkyの「T1」、Seaのプラチナ「T2」、合わせてトロフィー2個を獲得しました。",
        "hunter_1がSkyで、プラチナ「T5」を含むトロフィー5個を獲得しました。",
        "hunter_1が複数のゲームでトロフィー5個を獲得しました。",
        "hunter_1のトロフィーレベルが300になりました。",
        "hunter_1がトロフィー300個を達成しました。",
    ],
    "nl": [
        "hunter_1 heeft de gouden trofee ‘T1’ behaald in Sky.",
        "hunter_1 heeft 2 trofeeën behaald in Sky: ‘T1’, platina ‘T2’.",
        "hunter_1 heeft 2 trofeeën behaald: ‘T1’ in Sky, platina ‘T2’ in Sea.",
        "hunter_1 heeft 5 trofeeën behaald in Sky, waaronder platina ‘T5’.",
        "hunter_1 heeft 5 trofeeën behaald in meerdere games.",
        "hunter_1 heeft trofeeënniveau 300 bereikt.",
        "hunter_1 heeft nu 300 trofeeën.",
    ],
    "pl": [
        "hunter_1 zdobywa złote trofeum „T1” w grze Sky.",
        "hunter_1 zdobywa 2 trofea w grze Sky: „T1”, platynowe „T2”.",
        "hunter_1 zdobywa 2 trofea: „T1” w grze Sky, platynowe „T2” w grze Sea.",
        "hunter_1 zdobywa 5 trofeów w grze Sky, w tym platynowe „T5”.",
        "hunter_1 zdobywa 5 trofeów w kilku grach.",
        "hunter_1 osiąga 300. poziom trofeów.",
        "hunter_1 ma już 300 trofeów.",
    ],
    "pt-BR": [
        "hunter_1 conquistou o troféu de ouro “T1” em Sky.",
        "hunter_1 conquistou 2 troféus em Sky: “T1”, a platina “T2”.",
        "hunter_1 conquistou 2 troféus: “T1” em Sky, a platina “T2” em Sea.",
        "hunter_1 conquistou 5 troféus em Sky, incluindo a platina “T5”.",
        "hunter_1 conquistou 5 troféus em vários jogos.",
        "hunter_1 alcançou o nível de troféus 300.",
        "hunter_1 agora tem 300 troféus.",
    ],
    "zh-Hans": [
        "hunter_1 在《Sky》中获得了金奖杯“T1”。",
        "hunter_1 在《Sky》中获得了 2 个奖杯：“T1”、白金奖杯“T2”。",
        "hunter_1 获得了 2 个奖杯：《Sky》的“T1”、《Sea》的白金奖杯“T2”。",
        "hunter_1 在《Sky》中获得了 5 个奖杯，其中包括白金奖杯“T5”。",
        "hunter_1 在多款游戏中获得了 5 个奖杯。",
        "hunter_1 的奖杯等级达到了 300。",
        "hunter_1 现在共有 300 个奖杯。",
    ],
}


def flat(language: str) -> dict[str, str]:
    """Return all texts of a language by their way."""
    return {".".join(path): text for path, text in leaves(texts(language))}


def wording(language: str) -> Wording:
    """Return the sentences of a language."""
    prefix = f"component.{DOMAIN}."
    return Wording(language, {prefix + key: t for key, t in flat(language).items()})


def sentences(language: str) -> dict[str, str]:
    """Return the texts of announcements."""
    return branch(texts(language), "selector", TEXTS, "options")


def trophy(number: int, grade: str = "gold", game: str = "Sky") -> EarnedTrophyView:
    """Return an earned trophy."""
    return {
        "grade": grade,
        "trophy_id": number,
        "trophy_name": f"T{number}",
        "trophy_detail": "",
        "rarity": None,
        "earned_rate": None,
        "hidden": False,
        "title_id": game,
        "title_name": game,
        "platform": "PS5",
        "group": "default",
        "icon_url": None,
        "title_icon_url": None,
        "title_progress": 50,
        "earned_at": None,
    }


def milestone(kind: str, value: int = 300) -> MilestoneView:
    """Return a milestone."""
    return {
        "type": kind,
        "value": value,
        "previous": None,
        "late": False,
        "title_name": "Sky",
    }


def session(minutes: int, trophies: int) -> MilestoneView:
    """Return the end of a session."""
    return {
        **milestone("session_ended", minutes),
        "minutes": minutes,
        "trophies": trophies,
        "progress_gained": 9,
    }


def said(language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each kind of sentence, and what it must name."""
    say = wording(language)
    for grade in ("bronze", "silver", "gold", "platinum"):
        yield say.trophies(ACCOUNT, [trophy(1, grade)]), ["T1", "Sky"]
    one = [trophy(1), trophy(2, "platinum")]
    yield say.trophies(ACCOUNT, one), ["2", "T1", "T2", "Sky"]
    two = [trophy(1), trophy(2, "platinum", "Sea")]
    yield say.trophies(ACCOUNT, two), ["2", "T1", "T2", "Sky", "Sea"]
    for game in ("Sky", "Sea"):
        place = ["Sky"] if game == "Sky" else []
        many = [trophy(1), *(trophy(number, game=game) for number in range(2, 6))]
        yield say.trophies(ACCOUNT, many), ["5", *place]
        many[4] = trophy(5, "platinum", game)
        yield say.trophies(ACCOUNT, many), ["5", "T5", game]
    for kind in ("level_up", "tier_up", "platinum_count", "trophy_count"):
        yield say.milestone(ACCOUNT, milestone(kind)), ["300"]
    yield say.milestone(ACCOUNT, milestone("title_completed")), ["Sky"]
    for minutes, parts in ((125, ["2", "5"]), (45, ["45"])):
        yield say.milestone(ACCOUNT, session(minutes, 7)), ["Sky", *parts, "7", "+9"]
        yield say.milestone(ACCOUNT, session(minutes, 0)), ["Sky", *parts]


def card_words(language: str, block: str) -> dict[str, str]:
    """Return some words that the cards use, by their keys."""
    source = (CARD_TEXTS / f"{language}.ts").read_text("utf-8")
    found = re.search(rf"^  {block}: \{{(.*?)\}},$", source, re.DOTALL | re.MULTILINE)
    assert found, block
    return dict(re.findall(r'(\w+): "([^"]+)"', found[1]))


# All texts


def test_languages_are_those_of_the_cards() -> None:
    """Whoever reads the cards in their language reads everything in it."""
    cards = {
        path.stem
        for path in CARD_TEXTS.glob("*.ts")
        if f'language: "{path.stem}"' in path.read_text("utf-8")
    }
    assert cards == {"en", *LANGUAGES}
    assert len(cards) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language: str) -> None:
    """A language has what English has, with the same placeholders, and no more."""
    english, other = flat("en"), flat(language)
    assert other.keys() == english.keys()
    wrong = {
        key: text
        for key, text in other.items()
        if sorted(re.findall(r"\{.*?\}", text))
        != sorted(re.findall(r"\{.*?\}", english[key]))
    }
    assert not wrong
    assert all(placeholders(other[key]) == placeholders(english[key]) for key in other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str) -> None:
    """What equals the English text is a word that both languages have."""
    english = flat("en")
    left = {
        text
        for key, text in flat(language).items()
        if text == english[key] and re.search("[a-z]", re.sub(r"\{.*?\}", "", text))
    }
    assert left == SAME.get(language, set()) | UNITS.get(language, set())


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_texts_fit_where_they_stand(language: str) -> None:
    """Names fit a tile, states stand beside them, units stand beside a number."""
    long = [
        text
        for key, text in flat(language).items()
        if key.startswith("entity.")
        and len(text)
        > (LONGEST_UNIT if key.endswith(".unit_of_measurement") else LONGEST_NAME)
    ]
    assert not long


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_end_as_in_english(language: str) -> None:
    """Home Assistant puts a full stop behind some texts itself."""
    english = flat("en")
    wrong = [
        text
        for key, text in flat(language).items()
        if text.endswith(FULL_STOPS) != english[key].endswith(FULL_STOPS)
        # Short for pieces, which Polish counts in.
        and text != "szt."
    ]
    assert not wrong


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_apostrophe_touches_a_placeholder(language: str) -> None:
    """To the frontend such a placeholder would be text like any other."""
    assert not [text for text in flat(language).values() if re.search("'[{}<]", text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("block", "selector"), [("grades", "grade"), ("rarities", "rarity")]
)
def test_words_are_those_of_the_cards(language: str, block: str, selector: str) -> None:
    """A trophy is called the same on a card and in an automation."""
    options = branch(texts(language), "selector", selector, "options")
    assert card_words(language, block) == options


# Sentences


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_each_sentence_is_whole(language: str) -> None:
    """Whoever speaks it finds name, game and number in it, and nothing unfilled."""
    spoken = list(said(language))
    assert len({sentence for sentence, _ in spoken}) == len(spoken)
    for sentence, named in spoken:
        assert not re.search(r"[{}]|  |^ ", sentence)
        assert sentence.endswith(FULL_STOPS)
        assert all(part in sentence for part in [ACCOUNT, *named]), sentence


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
@pytest.mark.parametrize("number", [0, 1, 2, 5, 12, 22, 100, 1_000_000])
def test_each_number_has_its_noun(language: str, number: int) -> None:
    """Only the text of the number's own plural is used."""
    noun = sentences(language)[f"count_{plural(language, number)}"]
    text = wording(language).milestone(ACCOUNT, milestone("trophy_count", number))
    assert noun.replace("{number}", str(number)) in text


@pytest.mark.parametrize("language", PARTS)
def test_one_trophy_several_and_a_million(language: str) -> None:
    """The nouns themselves."""
    say = wording(language)
    for number, part in zip((1, 3, 1_000_000), PARTS[language], strict=True):
        assert part in say.milestone(ACCOUNT, milestone("trophy_count", number))


@pytest.mark.parametrize("language", SPOKEN)
def test_sentences_read_right(language: str) -> None:
    """One of each kind, as it is spoken."""
    say = wording(language)
    several = [trophy(number) for number in range(1, 5)]
    assert SPOKEN[language] == [
        say.trophies(ACCOUNT, [trophy(1)]),
        say.trophies(ACCOUNT, [trophy(1), trophy(2, "platinum")]),
        say.trophies(ACCOUNT, [trophy(1), trophy(2, "platinum", "Sea")]),
        say.trophies(ACCOUNT, [*several, trophy(5, "platinum")]),
        say.trophies(ACCOUNT, [*several, trophy(5, game="Sea")]),
        say.milestone(ACCOUNT, milestone("level_up")),
        say.milestone(ACCOUNT, milestone("trophy_count")),
    ]


# A home


@pytest.fixture
async def german(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator
) -> MockConfigEntry:
    """Return the demo account, set up in a German home."""
    hass.config.language = "de"
    await set_up(hass, entry)
    emulator.log.clear()
    return entry


def english_words() -> set[str]:
    """Return all texts that no German home may show."""
    return set(flat("en").values()) - SAME["de"]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_entities_of_a_german_home(
    hass: HomeAssistant, german: MockConfigEntry
) -> None:
    """Names, units and the texts of states are German, as browsers show them."""
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, german.entry_id)
    english, known = english_words(), flat("de")
    shown = await async_get_translations(hass, "de", "entity", {DOMAIN})
    for entity in entities:
        way = f"entity.{entity.domain}.{entity.translation_key}"
        state = hass.states.get(entity.entity_id)
        assert state is not None
        name = known[f"{way}.name"]
        assert entity.original_name == name
        assert state.attributes["friendly_name"] == f"{german.title} {name}"
        unit = state.attributes.get("unit_of_measurement")
        assert unit == flat("en").get(f"{way}.unit_of_measurement", unit)
        # Statistics go by the English unit in any language; what is shown does not.
        # Durations are worded by the browser.
        if state.attributes.get("device_class") != SensorDeviceClass.DURATION:
            unit = shown.get(f"component.{DOMAIN}.{way}.unit_of_measurement", unit)
            assert unit in {None, "%", "Punkte", "Spiele", "Trophäen"}
    assert len(entities) > 30
    assert not set(shown.values()) & english


@pytest.mark.parametrize("titles", [24])
async def test_trophy_in_a_german_home(
    emulator: Emulator,
    hass: HomeAssistant,
    german: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """What is spoken is German, and so is what secret trophies are called."""
    heard = listen(hass)
    emulator.earn(grade="gold")
    await let_pass(hass, freezer, MINUTE)
    (state,) = heard.trophies
    # The names, too, are those that Sony has for this language.
    trophy_name, game = (state.attributes[key] for key in ("trophy_name", "title_name"))
    assert state.attributes["message"] == (
        f"{german.title} hat in {game} die Gold-Trophäe „{trophy_name}“ verdient."
    )
    secret = emulator.account.titles[emulator.world.cases["secret_missing"]]
    plain = next(t.id for t in secret.missing() if not t.hidden)
    emulator.earn(title=secret.set.id, trophy_id=plain)
    await let_pass(hass, freezer, MINUTE)
    missing = await hass.services.async_call(
        "todo",
        "get_items",
        {
            "entity_id": state_of(
                hass, emulator.account, "missing_trophies", "todo"
            ).entity_id
        },
        blocking=True,
        return_response=True,
    )
    assert "Wird sichtbar, sobald du sie verdient hast." in str(missing)
    assert "Geheime Trophäe" in str(missing)
    assert not [text for text in english_words() if f"'{text}'" in str(missing)]


async def test_repair_in_a_german_home(
    emulator: Emulator,
    hass: HomeAssistant,
    german: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The question for a new token is German, title, text and form."""
    emulator.set_npsso_life((4 * DAY).total_seconds())
    await restart(hass, german, freezer, DAY)
    await let_pass(hass, freezer, 2 * MINUTE)
    issue = ir.async_get(hass).async_get_issue(
        DOMAIN, f"login_expires_{german.entry_id}"
    )
    assert issue is not None
    given = issue.translation_placeholders
    assert given is not None
    shown = await async_get_translations(hass, hass.config.language, "issues", {DOMAIN})
    way = f"component.{DOMAIN}.issues.{issue.translation_key}"
    title = shown[f"{way}.title"].format_map(given)
    text = shown[f"{way}.fix_flow.step.token.description"]
    assert title == f"Das PlayStation-Token von {german.title} endet bald"
    assert text.startswith(
        "Das Token von {name} endet am {date, date, long}. Gib Home Assistant"
    )
    assert not set(shown.values()) & english_words()
