"""The sentences that announcements carry, ready to be spoken."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import translation

from custom_components.psn_trophies.const import DOMAIN
from tests.emulator import Earned, Emulator
from tests.emulator.accounts import Progress

from .announcements import automate, listen
from .common import MINUTE, let_pass, set_up

SAY = {"event": "automation_ran", "event_data": {"message": "{{ trigger.message }}"}}


async def follow(
    hass: HomeAssistant, entry: MockConfigEntry, name: str = "trophy_earned"
) -> list[Event]:
    """Run once for everything new, and keep what there is to say about it."""
    entities = hass.states.async_entity_ids("event")
    trigger: dict[str, Any] = {
        "trigger": f"{DOMAIN}.{name}",
        "target": {"entity_id": entities},
        "options": {"run": "once_per_poll"},
    }
    return await automate(hass, trigger, actions=[SAY])


def unfinished(emulator: Emulator) -> list[Progress]:
    """Return the titles with a platinum left to earn, those with most to do first."""
    titles = [
        title
        for title in emulator.account.listing(own=True)
        if any(trophy.grade == "platinum" for trophy in title.missing())
    ]
    return sorted(titles, key=lambda title: len(title.missing()), reverse=True)


def quoted(*earned: Earned, game: bool = False) -> str:
    """Return how several trophies are named in a row."""
    return ", ".join(
        ("the platinum " if one.grade == "platinum" else "")
        + f'"{one.name}"'
        + (f" in {one.title_name}" if game else "")
        for one in earned
    )


@pytest.mark.parametrize("count", [2, 4])
async def test_few_trophies_are_all_named(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    count: int,
) -> None:
    """As many as one can listen to."""
    runs = await follow(hass, loaded)
    earned = emulator.earn(count=count)
    await let_pass(hass, freezer, MINUTE)
    (run,) = runs
    assert run.data["message"] == (
        f"{emulator.account.online_id} earned {count} trophies "
        f"in {earned[0].title_name}: {quoted(*earned)}."
    )


async def test_more_are_counted(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Their names would be too much; those of platinums never are."""
    runs = await follow(hass, loaded)
    one, two = unfinished(emulator)[:2]
    earned = emulator.earn(title=one.set, count=5)
    await let_pass(hass, freezer, MINUTE)
    name = emulator.account.online_id
    assert runs[-1].data["message"] == (
        f"{name} earned 5 trophies in {earned[0].title_name}."
    )
    earned = emulator.earn(title=one.set, count=2)
    earned += emulator.earn(title=two.set, count=3)
    await let_pass(hass, freezer, MINUTE)
    assert runs[-1].data["message"] == f"{name} earned 5 trophies in several games."
    now = emulator.now()
    earned = emulator.earn(title=one.set, grade="platinum", at=now - 2)
    earned += emulator.earn(title=two.set, grade="platinum", at=now - 1)
    assert len(earned) > 4
    await let_pass(hass, freezer, MINUTE)
    platinums = [one for one in earned if one.grade == "platinum"]
    assert runs[-1].data["message"] == (
        f"{name} earned {len(earned)} trophies in several games, "
        f"among them {quoted(*platinums, game=True)}."
    )


async def test_few_trophies_of_several_games(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Each is named with its game, a platinum as what it is."""
    runs = await follow(hass, loaded)
    one, two = unfinished(emulator)[:2]
    to_platinum = [
        trophy.id
        for trophy in one.missing()
        if trophy.group == "default" and trophy.grade != "platinum"
    ]
    emulator.earn(title=one.set, trophy_ids=to_platinum[:-1])
    await let_pass(hass, freezer, MINUTE)
    now = emulator.now()
    earned = emulator.earn(title=two.set, at=now - 9)
    earned += emulator.earn(title=one.set, at=now - 5, grade="platinum")
    assert [one.grade == "platinum" for one in earned].count(True) == 1
    assert len(earned) <= 4
    await let_pass(hass, freezer, MINUTE)
    assert runs[-1].data["message"] == (
        f"{emulator.account.online_id} earned {len(earned)} trophies: "
        f"{quoted(*earned, game=True)}."
    )


async def test_each_milestone_has_its_sentence(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Whatever is reached can be said."""
    heard = listen(hass)
    for title in unfinished(emulator):
        ids = [trophy.id for trophy in title.missing()]
        emulator.earn(title=title.set, trophy_ids=ids)
    await let_pass(hass, freezer, 2 * MINUTE)
    name = emulator.account.online_id
    expected = {
        "level_up": "{name} reached trophy level {value}.",
        "tier_up": "{name} reached trophy tier {value}.",
        "title_completed": "{name} completed {title_name}.",
        "platinum_count": "{name} earned platinum trophy number {value}.",
        "trophy_count": "{name} now has {value} trophies.",
    }
    assert {state.attributes["event_type"] for state in heard.milestones} == set(
        expected
    )
    for state in heard.milestones:
        sentence = expected[state.attributes["event_type"]]
        assert state.attributes["message"] == sentence.format_map(
            {**state.attributes, "name": name}
        )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '{account} earned 3 trophies in {game}: "{0}", "{1}", "{2}".'),
        ("nl", "{account} heeft 3 trofeeën behaald in {game}: ‘{0}’, ‘{1}’, ‘{2}’."),
        ("pl", "{account} zdobywa 3 trofea w grze {game}: „{0}”, „{1}”, „{2}”."),
        ("pt-BR", "{account} conquistou 3 troféus em {game}: “{0}”, “{1}”, “{2}”."),
        (
            "ja",
            "{account}が{game}で「{0}」、「{1}」、「{2}」、合わせてトロフィー3個を獲得しました。",
        ),
        ("zh-Hans", "{account} 在《{game}》中获得了 3 个奖杯：“{0}”、“{1}”、“{2}”。"),
    ],
)
async def test_several_names_are_said_in_the_homes_language(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    language: str,
    expected: str,
) -> None:
    """Also what stands between them, and the plural."""
    await hass.config.async_update(language=language)
    await set_up(hass, entry)
    runs = await follow(hass, entry)
    heard = listen(hass)
    earned = emulator.earn(title=unfinished(emulator)[0].set, count=3)
    await let_pass(hass, freezer, MINUTE)
    (run,) = runs
    said = [state.attributes["trophy_name"] for state in heard.trophies]
    assert len(said) == len(earned)
    assert run.data["message"] == expected.format(
        *said,
        account=emulator.account.online_id,
        game=heard.trophies[0].attributes["title_name"],
    )


@pytest.mark.parametrize(
    ("language", "between"),
    [("en", ". "), ("pl", ". "), ("ja", "。"), ("zh-Hans", "。")],
)
async def test_sentences_follow_each_other_as_the_language_does(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    *,
    language: str,
    between: str,
) -> None:
    """Where words are not set apart, sentences are not either."""
    await hass.config.async_update(language=language)
    await set_up(hass, entry)
    runs = await follow(hass, entry, "milestone_reached")
    heard = listen(hass)
    title = unfinished(emulator)[0]
    emulator.earn(title=title.set, trophy_ids=[one.id for one in title.missing()])
    await let_pass(hass, freezer, 2 * MINUTE)
    sentences = [state.attributes["message"] for state in heard.milestones]
    assert len(sentences) > 1
    said = between.join(sentence.rstrip(".。") for sentence in sentences)
    assert runs[0].data["message"] == f"{said}{between.strip()}"


async def test_odd_names_stay_as_they_are(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Braces and signs in a name fill in nothing."""
    odd = '{account} {0} %s <b>"Ō\'Brien"</b> {{ x }} \\n 🏆'
    monkeypatch.setattr("tests.emulator.catalogue.TrophySet.title", lambda *_: odd)
    monkeypatch.setattr(
        "tests.emulator.catalogue.TrophySet.wording", lambda *_: (odd, odd)
    )
    await set_up(hass, entry)
    heard = listen(hass)
    emulator.earn(grade="gold")
    await let_pass(hass, freezer, MINUTE)
    (state,) = heard.trophies
    assert state.attributes["message"] == (
        f'{emulator.account.online_id} earned the gold trophy "{odd}" in {odd}.'
    )


async def test_unknown_account_has_the_name_of_its_entry(
    emulator: Emulator,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    """While Sony does not tell the name, the one given at set-up is said."""
    emulator.fail("unavailable", on="profile")
    await set_up(hass, entry)
    heard = listen(hass)
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    (state,) = heard.trophies
    assert state.attributes["message"].startswith(f"{entry.title} earned the ")


@pytest.mark.parametrize("language", ["en", "de", "tlh"])
async def test_sentences_are_at_hand_whatever_happens_to_the_texts(
    emulator: Emulator,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    language: str,
) -> None:
    """A change of language or an update of the integration loses no announcement."""
    heard = listen(hass)
    await hass.config.async_update(language=language)
    # What the newest version does when the integration was updated.
    if invalidate := getattr(translation, "async_invalidate_translations", None):
        invalidate(hass, {DOMAIN})
    emulator.earn()
    await let_pass(hass, freezer, MINUTE)
    (state,) = heard.trophies
    assert state.attributes["message"].endswith(
        f'"{state.attributes["trophy_name"]}" in {state.attributes["title_name"]}.'
    )
