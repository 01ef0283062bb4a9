"""Asking, against a loopback server and with the real SDK: what is sent, what comes of every answer, and what it costs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import pytest
from messages_server import Fail, MessagesServer, Say, edits
from pages import document

from heldout.agent.budget import Budget, Limits
from heldout.agent.cache import Cache
from heldout.agent.client import Access
from heldout.agent.loop import Agent, Outcome
from heldout.analysis.engine import Analyser, Engine, Snapshot

CODE = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X = df.drop(columns="churn")
y = df["churn"]
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
"""
OLD = "X = scaler.fit_transform(X)\nX_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)\n"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)\n"
GOOD = (OLD, SPLIT + "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n")
BAD = (OLD, SPLIT)
WORSE = (OLD, SPLIT + "X_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)\n")


def snapshot(engine: Engine, code: str = CODE) -> Snapshot:
    return Analyser(engine).update(document(code))


async def asked(
    engine: Engine, server: MessagesServer, code: str = CODE, agent: Agent | None = None, **access: object
) -> Outcome:
    known = snapshot(engine, code)
    agent = agent or Agent(Access("key-1", base_url=server.url, **{"deadline": 5.0, **access}))
    finding = next(f for f in known.findings if f.rule == "leak-preprocess-before-split")
    return await agent.fix(known, finding, engine.rules[finding.rule].page)


async def test_a_good_answer_is_verified_and_given(engine: Engine) -> None:
    async with MessagesServer([Say(edits(GOOD))]) as server:
        outcome = await asked(engine, server)
    assert outcome.status == "fixed", outcome
    assert outcome.changed is not None
    assert "X_test = scaler.transform(X_test)" in outcome.changed.cells[0].text
    assert outcome.usage.read == 1000
    assert outcome.dollars == pytest.approx((1000 * 2 + 200 * 10) / 1e6)


async def test_bad_bad_good_is_one_conversation(engine: Engine) -> None:
    heard: list[str] = []
    async with MessagesServer([Say(edits(BAD)), Say(edits(WORSE)), Say(edits(GOOD))]) as server:
        known = snapshot(engine)
        agent = Agent(Access("key-1", base_url=server.url))
        outcome = await agent.fix(known, known.findings[0], engine.rules[known.findings[0].rule].page, heard.append)
    assert (outcome.status, outcome.attempts) == ("fixed", 3)
    last = server.requests[-1]["messages"]
    assert [m["role"] for m in last] == ["user", "assistant", "user", "assistant", "user"]
    assert last[0] == server.requests[0]["messages"][0]
    assert "Rejected by verification" in json.dumps(last[2])
    assert {"reading", "asking", "verifying 1 of 3", "verifying 3 of 3"} <= set(heard)


async def test_three_bad_answers_are_enough(engine: Engine) -> None:
    async with MessagesServer([Say(edits(BAD))]) as server:
        outcome = await asked(engine, server)
    assert (outcome.status, outcome.attempts, len(server.requests)) == ("rejected", 3, 3)
    assert outcome.edits == ()


async def test_the_request_has_what_todays_api_wants(engine: Engine) -> None:
    async with MessagesServer([Say(edits(GOOD))]) as server:
        await asked(engine, server)
    body, headers = server.requests[0], server.headers[0]
    assert not {"temperature", "top_p", "tools", "tool_choice", "thinking"} & set(body)
    assert body["output_config"]["format"]["type"] == "json_schema"
    assert body["system"][-1]["cache_control"] == {"type": "ephemeral", "ttl": "1h"}
    assert body["stream"] is True
    assert headers["authorization"] == "Bearer key-1"


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (Say("", stop="refusal"), "refused"),
        (Say(edits(GOOD), end="cut"), "cut"),
        (Say(edits(GOOD)[:50], stop="max_tokens"), "too-long"),
        (Say(edits(GOOD)[:80], end="error"), "overloaded"),
        (Say(edits(GOOD)[:80], end="reset"), "cut"),
        (Say(edits(GOOD)[:80], end="hang"), "slow"),
        (Say(edits(GOOD), pause=0.4), "slow"),
        (Fail(400, "invalid_request_error"), "request"),
        (Fail(401, "authentication_error"), "key"),
        (Fail(402, "billing_error"), "billing"),
        (Fail(403, "permission_error"), "permission"),
        (Fail(404, "not_found_error"), "model"),
        (Fail(413, "request_too_large"), "too-large"),
        (Fail(429, "rate_limit_error", (("retry-after", "0"),)), "rate-limit"),
        (Fail(429, "rate_limit_error", (("retry-after", "600"),)), "slow"),
        (Fail(500, "api_error", (("retry-after", "0"),)), "server"),
        (Fail(529, "overloaded_error", (("retry-after", "0"),)), "overloaded"),
        (Fail(418, body="I am a teapot"), "request"),
    ],
)
async def test_what_goes_wrong_on_the_way_is_said_plainly(engine: Engine, step: Say | Fail, kind: str) -> None:
    async with MessagesServer([step]) as server:
        outcome = await asked(engine, server, deadline=1.2)
    assert (outcome.status, outcome.kind) == ("failed", kind), outcome
    assert outcome.message
    assert "\n" not in outcome.message
    assert len(outcome.message) < 120
    assert outcome.edits == ()


async def test_nobody_there(engine: Engine) -> None:
    agent = Agent(Access("key-1", base_url="http://127.0.0.1:9", deadline=5))
    async with MessagesServer([Say("")]) as server:
        outcome = await asked(engine, server, agent=agent)
    assert outcome.kind == "offline"


async def test_wrong_json_is_told_to_the_model(engine: Engine) -> None:
    async with MessagesServer(
        [Say("I would move the scaler."), Say('{"edits": 3}'), Say("Sure!\n```json\n" + edits(GOOD) + "\n```")]
    ) as server:
        outcome = await asked(engine, server)
    assert (outcome.status, outcome.attempts) == ("fixed", 3)


async def test_declining_is_an_answer(engine: Engine) -> None:
    text = edits(rationale="All rows are known beforehand.", false_positive=True)
    async with MessagesServer([Say(text)]) as server:
        outcome = await asked(engine, server)
    assert outcome.status == "declined"
    assert outcome.answer is not None
    assert outcome.answer.false_positive


async def test_cancelling_closes_the_connection(engine: Engine) -> None:
    async with MessagesServer([Say(edits(GOOD), end="hang")]) as server:
        task = asyncio.create_task(asked(engine, server, deadline=30))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_the_same_request_is_not_paid_twice(engine: Engine) -> None:
    async with MessagesServer([Say(edits(GOOD))]) as server:
        agent = Agent(Access("key-1", base_url=server.url))
        first = await asked(engine, server, agent=agent)
        again = await asked(engine, server, agent=agent)
    assert first.edits == again.edits
    assert len(server.requests) == 1


async def test_the_cache_on_disk_holds_no_source_text(engine: Engine, tmp_path) -> None:
    file = tmp_path / "cache.json"
    async with MessagesServer([Say(edits(BAD))]) as server:
        agent = Agent(Access("key-1", base_url=server.url), cache=Cache(file))
        await asked(engine, server, agent=agent)
        later = Agent(Access("key-1", base_url=server.url), cache=Cache(file))
        outcome = await asked(engine, server, agent=later)
    assert outcome.status == "rejected"
    assert len(server.requests) == 3
    assert not any(word in file.read_text() for word in ("scaler", "churn", "train_test_split"))


async def test_a_budget_ends_the_conversation(engine: Engine) -> None:
    async with MessagesServer([Say(edits(BAD))]) as server:
        agent = Agent(Access("key-1", base_url=server.url), budget=Budget(Limits(fix=0.005)))
        outcome = await asked(engine, server, agent=agent)
    assert outcome.kind == "budget"
    assert len(server.requests) == 2
    assert "budget for one fix" in outcome.message


async def test_after_failures_in_a_row_nobody_is_asked(engine: Engine) -> None:
    async with MessagesServer([Fail(529, "overloaded_error", (("retry-after", "0"),))]) as server:
        agent = Agent(Access("key-1", base_url=server.url))
        kinds = [(await asked(engine, server, agent=agent)).kind for _ in range(4)]
    assert kinds == ["overloaded"] * 3 + ["paused"]


SECRET = "-".join(["sk", "ant", "api03", "Ab3xQ9" * 6])  # no key, but one would look like it


async def test_secrets_stay_here_and_come_back_into_the_code(engine: Engine) -> None:
    line = f'headers = {{"Authorization": "{SECRET}", "user": "jane.doe@example.org"}}\n'
    code = CODE.replace("scaler = Stand", line + "scaler = Stand")
    async with MessagesServer([Say(edits(GOOD))]) as server:
        outcome = await asked(engine, server, code)
    sent = json.dumps(server.requests)
    assert SECRET not in sent
    assert "jane.doe" not in sent
    assert outcome.changed is not None
    assert SECRET in outcome.changed.cells[0].text


def test_importing_costs_nothing_until_asked() -> None:
    code = "import sys, heldout.agent.loop, heldout.cli.main; assert 'anthropic' not in sys.modules and 'keyring' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
