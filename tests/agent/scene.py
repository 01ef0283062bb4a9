"""A program with a leak, answers to it good and bad, and a model that gives them: what editors are tested with."""

from __future__ import annotations

import asyncio
import threading

from messages_server import Fail, MessagesServer, Say

HEAD = """import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("churn.csv")
X = df.drop(columns="churn")
y = df["churn"]
scaler = StandardScaler()
"""
OLD = "X = scaler.fit_transform(X)\nX_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)\n"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)\n"
TAIL = "model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n"
CODE = HEAD + OLD + TAIL
GOOD = (OLD, SPLIT + "X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n")
BAD = (OLD, SPLIT)
WORSE = (OLD, SPLIT + "X_train = scaler.fit_transform(X_train)\nX_test = scaler.fit_transform(X_test)\n")


class Model:
    """A loopback Messages server in a thread of its own."""

    def __init__(self, script: list[Say | Fail]) -> None:
        self.server = MessagesServer(script)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.server.__aenter__(), self.loop).result(5)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.__aexit__(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
