"""An explanation is asked for as a fix is, and comes as plain words."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from markdown_it import MarkdownIt
from messages_server import Fail, MessagesServer, Say
from pages import document
from test_adversarial import HIDDEN, ORDER, outside_of_markers
from test_loop import CODE, SECRET

from heldout.agent.answer import plain
from heldout.agent.budget import Budget, Limits
from heldout.agent.client import Access
from heldout.agent.explain import FORM, PERSONA, Explanation, explain, read
from heldout.agent.loop import Agent
from heldout.analysis.engine import Analyser, Engine

SAID = {
    "why": "`scaler` is fitted on all of X, so it has seen the test rows.",
    "how_much": "The score is slightly too high; rarely by more than a hundredth.",
    "what_to_do": "Split first, then fit scaler on X_train.",
    "when_to_ignore": "",
    "certain": "high",
    "false_positive": False,
}


def said(**other: Any) -> str:
    return json.dumps({**SAID, **other})


async def explained(engine: Engine, agent: Agent, code: str = CODE) -> Explanation:
    known = Analyser(engine).update(document(code))
    finding = next(f for f in known.findings if f.rule == "leak-preprocess-before-split")
    return await explain(agent, known, finding, engine.rules[finding.rule].page)


async def asked(engine: Engine, *script: Say | Fail, code: str = CODE) -> tuple[Explanation, MessagesServer]:
    async with MessagesServer(list(script)) as server:
        return await explained(engine, Agent(Access("key-1", base_url=server.url, deadline=5.0)), code), server


async def test_an_explanation_says_why_how_much_and_what_to_do(engine: Engine) -> None:
    made, server = await asked(engine, Say(said()))
    assert made.status == "explained"
    assert made.text.split("\n\n") == [
        "Why: 'scaler' is fitted on all of X, so it has seen the test rows.",
        "How much it matters: The score is slightly too high; rarely by more than a hundredth.",
        "What to do: Split first, then fit scaler on X_train.",
        "The model is sure of this.",
    ]
    assert made.dollars == pytest.approx((1000 * 2 + 200 * 10) / 1e6)
    body = server.requests[0]
    assert body["output_config"]["format"]["schema"]["required"] == FORM["required"]
    assert body["system"][0]["text"].startswith(PERSONA)
    assert "Explain this finding." in body["messages"][0]["content"]


async def test_a_finding_that_is_wrong_is_said_to_be(engine: Engine) -> None:
    made, _ = await asked(engine, Say(said(false_positive=True, why="All rows are known beforehand.")))
    assert made.false_positive
    assert made.text.startswith("The model believes that this finding is wrong.\n\nWhy: All rows")


async def test_a_model_that_cannot_tell_declines(engine: Engine) -> None:
    made, _ = await asked(engine, Say(said(why=" ")))
    assert (made.status, made.text) == ("declined", "")


async def test_an_answer_that_cannot_be_read_is_asked_for_once_more(engine: Engine) -> None:
    made, server = await asked(engine, Say("The scaler has seen the test rows."), Say(said()))
    assert (made.status, len(server.requests)) == ("explained", 2)
    assert made.usage.read == 2000
    made, server = await asked(engine, Say("no"))
    assert (made.status, made.kind, len(server.requests)) == ("failed", "answer", 2)


@pytest.mark.parametrize(
    ("step", "kind"),
    [(Say("", stop="refusal"), "refused"), (Say(said(), end="cut"), "cut"), (Fail(401, "authentication_error"), "key")],
)
async def test_trouble_is_one_plain_sentence(engine: Engine, step: Say | Fail, kind: str) -> None:
    made, _ = await asked(engine, step)
    assert (made.status, made.kind, made.text) == ("failed", kind, "")
    assert "\n" not in made.message


async def test_what_a_refusal_used_is_counted(engine: Engine) -> None:
    made, _ = await asked(engine, Say("", stop="refusal"))
    assert made.dollars


async def test_the_budget_holds_for_explanations(engine: Engine) -> None:
    async with MessagesServer([Say(said())]) as server:
        agent = Agent(Access("k", base_url=server.url), budget=Budget(Limits(day=0.003)))
        first, second = await explained(engine, agent), await explained(engine, agent)
    assert (first.status, second.kind, len(server.requests)) == ("explained", "budget", 1)


async def test_cancelling_closes_the_connection(engine: Engine) -> None:
    async with MessagesServer([Say(said(), end="hang")]) as server:
        task = asyncio.create_task(explained(engine, Agent(Access("k", base_url=server.url))))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_secrets_stay_here(engine: Engine) -> None:
    code = CODE.replace("scaler = Stand", f'token = "{SECRET}"\nscaler = Stand')
    made, server = await asked(engine, Say(said()), code=code)
    assert made.status == "explained"
    assert SECRET not in json.dumps(server.requests)


@pytest.mark.parametrize("where", sorted(HIDDEN))
async def test_what_is_hidden_in_a_program_stands_only_between_the_markers(engine: Engine, where: str) -> None:
    made, server = await asked(engine, Say(said()), code=CODE.replace("scaler = S", HIDDEN[where] + "scaler = S"))
    assert made.status == "explained"
    body = server.requests[0]
    assert ORDER not in outside_of_markers(body["messages"][0]["content"])
    assert ORDER not in body["system"][0]["text"]


MARKUP = [
    "See [the docs](https://example.org)", "![x](https://example.org/a.png)", "<img src=x onerror=alert(1)>", "<b>b</b>",
    "**bold** and *italic* and __init__ and _x_ and ~~gone~~", "# heading", "- item", "* item", "+ item", "1. item", "1) x",
    "> quote", "---", "===", "***", "    code", "```\ncode\n```", "| a | b |\n| - | - |\n| 1 | 2 |", "[x]: https://example.org 't'",
    "[a][b] [a]", "&lt;script&gt; &#60;", "ftp://example.org mailto:a@example.org jane@example.org", "www.example.org WWW.example.org",
    "[run](command:workbench.action.terminal.new)", "COMMAND:x", "a\u202eb\u200bc\x1b[31m red \x9b31m \x07\x08", "a  \nb\\\nc", "\\<b>",
    "<https://example.org>", "$x$ $(command)", "\u0430\u2066\u2069\U000e0041tag", "x\r\n\r\n# y", "[^1]: note", "http:/example.org",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_words_of_a_model_are_no_markup_anywhere(text: str) -> None:
    shown = plain(text, 1200)
    assert shown.isprintable()
    for paragraph in (shown, f"Why: {shown}"):
        tokens = MarkdownIt("js-default", {"html": True, "linkify": False}).parse(paragraph)
        assert [t.type for t in tokens] in (["paragraph_open", "inline", "paragraph_close"], [])
        inner = [child.type for token in tokens for child in token.children or ()]
        assert set(inner) <= {"text"}, inner
    for mark in ("://", "www.", "command:", "mailto:", "@example"):
        assert mark not in shown.lower()


@pytest.mark.parametrize("name", ["why", "how_much", "what_to_do", "when_to_ignore"])
@pytest.mark.parametrize("text", MARKUP)
def test_no_part_of_an_explanation_is_markup(name: str, text: str) -> None:
    made = read(said(**{name: text}))
    parts = made.text.split("\n\n")
    assert all(part.isprintable() for part in parts)
    tokens = MarkdownIt("js-default", {"html": True}).parse(made.text)
    assert {t.type for t in tokens} == {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in tokens for child in token.children or ()} == {"text"}


def test_code_in_words_stays_legible() -> None:
    text = "Fit on X[:800] and df['a'].mean(), not on x_train; keep random_state=0, a - b and 5 % of y."
    assert plain(text, 200) == text
