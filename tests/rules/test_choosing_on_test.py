"""Choosing on the test set: what is found in the ways people write it, and what must stay silent."""

from __future__ import annotations

import pytest
from pages import analysed, found

from heldout.analysis.engine import Engine

CHOOSING = {
    "leak-model-selection-on-test",
    "leak-threshold-on-test",
    "leak-early-stopping-on-test",
    "leak-checkpoint-on-test",
}
START = """import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, mean_squared_error, precision_recall_curve, roc_auc_score, roc_curve
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.svm import SVC

df = pd.read_csv("churn.csv")
X, y = df[["tenure", "charges"]], df["churn"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
"""
NETWORK = """import copy
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import CIFAR10

torch.manual_seed(0)
train_set = CIFAR10("data", train=True)
test_set = CIFAR10("data", train=False)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(32, 10)

    def forward(self, x):
        return self.layer(x)


def train(model, loader, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def evaluate(model, loader):
    model.eval()
    total, hits = 0.0, 0
    with torch.no_grad():
        for x, y in loader:
            output = model(x)
            total += nn.functional.cross_entropy(output, y).item()
            hits += (output.argmax(1) == y).sum().item()
    return total / len(loader), hits / len(loader.dataset)


"""
LOADERS = """train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
test_loader = DataLoader(test_set, batch_size=256)
"""
KERAS = """import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.layers.Dense(10)])
model.compile("adam", "sparse_categorical_crossentropy")
"""
VALIDATED = START + "X_fit, X_hold, y_fit, y_hold = train_test_split(X_train, y_train, random_state=0)\n"

FOUND = {
    "a best-so-far in a function": (
        START
        + """
def search(X_train, X_test, y_train, y_test):
    best_score = None
    for depth in range(2, 10):
        forest = RandomForestClassifier(max_depth=depth, random_state=0)
        forest.fit(X_train, y_train)
        score = forest.score(X_test, y_test)
        if best_score is None or score > best_score:
            best_score = score
            best = forest
    return best, best_score


model, score = search(X_train, X_test, y_train, y_test)
""",
        "leak-model-selection-on-test",
    ),
    "a helper fits and scores": (
        START
        + """
def accuracy(model):
    model.fit(X_train, y_train)
    return accuracy_score(y_test, model.predict(X_test))


best = 0
for C in [0.1, 1, 10]:
    a = accuracy(LogisticRegression(C=C))
    if best < a:
        best, best_C = a, C
print(best_C, best)
""",
        "leak-model-selection-on-test",
    ),
    "the best of a list by position": (
        START
        + """
Cs = [0.1, 1, 10]
accuracies = []
for C in Cs:
    model = SVC(C=C).fit(X_train, y_train)
    accuracies.append(accuracy_score(y_test, model.predict(X_test)))
print("best C:", Cs[int(np.argmax(accuracies))])
""",
        "leak-model-selection-on-test",
    ),
    "the index of the maximum": (
        START
        + """
accuracies = []
for k in range(1, 20):
    accuracies.append(SVC(C=k).fit(X_train, y_train).score(X_test, y_test))
best_k = accuracies.index(max(accuracies)) + 1
model = SVC(C=best_k).fit(X_train, y_train)
""",
        "leak-model-selection-on-test",
    ),
    "the maximum is printed": (
        START
        + """
scores = [SVC(C=C).fit(X_train, y_train).score(X_test, y_test) for C in (0.1, 1, 10)]
print("accuracy: %.3f" % max(scores))
""",
        "leak-model-selection-on-test",
    ),
    "sorted, and the first is taken": (
        START
        + """
results = []
for name, model in [("lr", LogisticRegression()), ("rf", RandomForestClassifier(random_state=0))]:
    model.fit(X_train, y_train)
    results.append((name, model, f1_score(y_test, model.predict(X_test))))
results.sort(key=lambda r: r[2], reverse=True)
name, model, f1 = results[0]
print(name, f1)
""",
        "leak-model-selection-on-test",
    ),
    "a table of results": (
        START
        + """
rows = []
for name, model in {"lr": LogisticRegression(), "rf": RandomForestClassifier(random_state=0)}.items():
    model.fit(X_train, y_train)
    rows.append({"model": name, "auc": roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])})
results = pd.DataFrame(rows)
winner = results.loc[results["auc"].idxmax(), "model"]
print(f"best: {winner}")
""",
        "leak-model-selection-on-test",
    ),
    "two models, one is kept": (
        START
        + """
a = LogisticRegression().fit(X_train, y_train)
b = RandomForestClassifier(random_state=0).fit(X_train, y_train)
final = a if a.score(X_test, y_test) > b.score(X_test, y_test) else b
""",
        "leak-model-selection-on-test",
    ),
    "an error that is minimised": (
        START
        + """
best_error = float("inf")
for alpha in np.logspace(-3, 3, 7):
    model = LogisticRegression(C=1 / alpha).fit(X_train, y_train)
    error = mean_squared_error(y_test, model.predict(X_test))
    if error < best_error:
        best_error = error
        best_model = model
""",
        "leak-model-selection-on-test",
    ),
    "nested loops": (
        START
        + """
best = 0
for C in [1, 10]:
    for gamma in [0.1, 1]:
        model = SVC(C=C, gamma=gamma)
        model.fit(X_train, y_train)
        score = model.score(X_test, y_test)
        if score > best:
            best = score
            params = {"C": C, "gamma": gamma}
model = SVC(**params).fit(X_train, y_train)
print(model.score(X_test, y_test))
""",
        "leak-model-selection-on-test",
    ),
    "a class keeps the best": (
        START
        + """
class Search:
    def __init__(self):
        self.best_score = 0
        self.best_model = None

    def run(self, models):
        for model in models:
            model.fit(X_train, y_train)
            score = model.score(X_test, y_test)
            if score > self.best_score:
                self.best_score = score
                self.best_model = model


search = Search()
search.run([LogisticRegression(), SVC()])
print(search.best_score)
""",
        "leak-model-selection-on-test",
    ),
    "a study": (
        START
        + """
import optuna


def objective(trial):
    model = SVC(C=trial.suggest_float("C", 1e-3, 1e3, log=True))
    model.fit(X_train, y_train)
    return accuracy_score(y_test, model.predict(X_test))


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=100)
print(study.best_value)
""",
        "leak-model-selection-on-test",
    ),
    "the number of trees": (
        START
        + """
from sklearn.ensemble import GradientBoostingClassifier

model = GradientBoostingClassifier(random_state=0).fit(X_train, y_train)
scores = [accuracy_score(y_test, p) for p in model.staged_predict(X_test)]
final = GradientBoostingClassifier(n_estimators=np.argmax(scores) + 1, random_state=0).fit(X_train, y_train)
print(final.score(X_test, y_test))
""",
        "leak-model-selection-on-test",
    ),
    "hyperopt": (
        START
        + """
from hyperopt import STATUS_OK, fmin, hp, tpe


def objective(params):
    model = RandomForestClassifier(**params).fit(X_train, y_train)
    return {"loss": -model.score(X_test, y_test), "status": STATUS_OK}


best = fmin(objective, {"max_depth": hp.choice("max_depth", [2, 4, 8])}, algo=tpe.suggest, max_evals=50)
""",
        "leak-model-selection-on-test",
    ),
    "early stopping in the constructor": (
        START
        + """
model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(model.score(X_test, y_test))
""",
        "leak-early-stopping-on-test",
    ),
    "early stopping by a callback, in a function": (
        START
        + """
def train(X_train, y_train, X_test, y_test):
    stop = xgb.callback.EarlyStopping(rounds=10, save_best=True)
    model = xgb.XGBClassifier(callbacks=[stop])
    model.fit(X_train, y_train, eval_set=[(X_train, y_train), (X_test, y_test)])
    return model


model = train(X_train, y_train, X_test, y_test)
print(accuracy_score(y_test, model.predict(X_test)))
""",
        "leak-early-stopping-on-test",
    ),
    "a threshold from a curve": (
        START
        + """
p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
fpr, tpr, thresholds = roc_curve(y_test, p)
threshold = thresholds[np.argmax(tpr - fpr)]
y_pred = np.where(p >= threshold, 1, 0)
print(f1_score(y_test, y_pred))
""",
        "leak-threshold-on-test",
    ),
    "a threshold from a loop": (
        START
        + """
p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
best_f1 = 0
for t in np.arange(0.1, 0.9, 0.05):
    f1 = f1_score(y_test, (p > t).astype(int))
    if f1 > best_f1:
        best_f1, best_t = f1, t
print(best_t, best_f1)
""",
        "leak-threshold-on-test",
    ),
    "a loop in main": (
        NETWORK
        + """def main():
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    test_loader = DataLoader(test_set)
    model = Net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    best_loss = float("inf")
    for epoch in range(30):
        train(model, train_loader, optimizer)
        loss, accuracy = evaluate(model, test_loader)
        if loss < best_loss:
            best_loss = loss
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    print(evaluate(model, test_loader))


main()
""",
        "leak-checkpoint-on-test",
    ),
    "the best of all epochs is printed": (
        NETWORK
        + LOADERS
        + """model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best = 0
for epoch in range(30):
    train(model, train_loader, optimizer)
    loss, accuracy = evaluate(model, test_loader)
    best = max(best, accuracy)
print("best accuracy", best)
""",
        "leak-checkpoint-on-test",
    ),
    "a checkpoint of the best epoch": (
        KERAS
        + """keep = ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
model.fit(x_train, y_train, epochs=50, validation_data=(x_test, y_test), callbacks=[keep])
loss, accuracy = model.evaluate(x_test, y_test)
""",
        "leak-checkpoint-on-test",
    ),
}

SILENT = {
    "the winner of validation rows is looked up and scored": VALIDATED
    + """
models = {"lr": LogisticRegression(), "svc": SVC()}
scores = {name: model.fit(X_fit, y_fit).score(X_hold, y_hold) for name, model in models.items()}
best = models[max(scores, key=scores.get)]
print(max(scores.values()), best.score(X_test, y_test))
""",
    "each is looked up and scored, and none is chosen": START
    + """
models = {"lr": LogisticRegression(), "svc": SVC()}
scores = {}
for name in models:
    models[name].fit(X_train, y_train)
    scores[name] = models[name].score(X_test, y_test)
for name in sorted(scores):
    print(name, scores[name], f1_score(y_test, models[name].predict(X_test)))
""",
    "only the last epoch counts": NETWORK
    + LOADERS
    + """model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(30):
    train(model, train_loader, optimizer)
    loss, accuracy = evaluate(model, test_loader)
    print(epoch, accuracy)
torch.save(model.state_dict(), "last.pt")
""",
    "a validation part chooses the epoch": NETWORK
    + LOADERS.replace("train_set,", "part_a,").replace(
        "train_loader", "part_a, part_b = random_split(train_set, [0.9, 0.1])\ntrain_loader", 1
    )
    + """other_loader = DataLoader(part_b)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best = 0
for epoch in range(30):
    train(model, train_loader, optimizer)
    loss, accuracy = evaluate(model, other_loader)
    print(evaluate(model, test_loader))
    if accuracy > best:
        best = accuracy
        torch.save(model.state_dict(), "best.pt")
""",
    "the training loss chooses the epoch": NETWORK
    + LOADERS
    + """model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best = 1e9
for epoch in range(30):
    loss = train(model, train_loader, optimizer)
    if loss < best:
        best = loss
        torch.save(model.state_dict(), "best.pt")
print(evaluate(model, test_loader))
""",
    "the official test rows serve as validation rows": NETWORK
    + LOADERS.replace("test_loader", "val_loader")
    + """model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best = 0
for epoch in range(30):
    train(model, train_loader, optimizer)
    loss, accuracy = evaluate(model, val_loader)
    if accuracy > best:
        best = accuracy
        torch.save(model.state_dict(), "best.pt")
""",
    "Keras stops by the training loss": KERAS
    + """stop = EarlyStopping(monitor="loss", patience=3)
model.fit(x_train, y_train, epochs=50, validation_data=(x_test, y_test), callbacks=[stop])
model.evaluate(x_test, y_test)
""",
    "Keras stops by a part of the training rows": KERAS
    + """stop = EarlyStopping(patience=3)
model.fit(x_train, y_train, epochs=50, validation_split=0.1, callbacks=[stop])
model.evaluate(x_test, y_test)
""",
    "Keras keeps every epoch": KERAS
    + """keep = ModelCheckpoint("{epoch}.keras")
model.fit(x_train, y_train, epochs=50, validation_data=(x_test, y_test), callbacks=[keep])
model.evaluate(x_test, y_test)
""",
    "scores in a table": START
    + """
for name, model in {"lr": LogisticRegression(), "rf": RandomForestClassifier(random_state=0)}.items():
    model.fit(X_train, y_train)
    print(name, model.score(X_test, y_test))
""",
    "a table in order": START
    + """
rows = []
for model in (LogisticRegression(), SVC()):
    model.fit(X_train, y_train)
    rows.append({"model": type(model).__name__, "accuracy": model.score(X_test, y_test)})
print(pd.DataFrame(rows).sort_values("accuracy", ascending=False))
""",
    "the limits of a plot": START
    + """
import matplotlib.pyplot as plt

scores = [SVC(C=C).fit(X_train, y_train).score(X_test, y_test) for C in (0.1, 1, 10)]
plt.plot(scores)
plt.ylim(min(scores) - 0.1, max(scores) + 0.1)
""",
    "chosen on validation rows, scored on others": VALIDATED
    + """
best = 0
for C in (0.1, 1, 10):
    model = SVC(C=C).fit(X_fit, y_fit)
    score = model.score(X_hold, y_hold)
    if score > best:
        best, best_model = score, model
print(best_model.score(X_test, y_test))
""",
    "validation rows that are called test": START
    + """
X_a, X_b, y_a, y_b = train_test_split(X_train, y_train, random_state=1)
scores = {}
for C in (0.1, 1, 10):
    scores[C] = SVC(C=C).fit(X_a, y_a).score(X_b, y_b)
best_C = max(scores, key=scores.get)
print(SVC(C=best_C).fit(X_train, y_train).score(X_test, y_test))
""",
    "the other half is the last word": """import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

df = pd.read_csv("churn.csv")
X_train, X_rest, y_train, y_rest = train_test_split(df[["a"]], df["b"], random_state=0)
X_one, X_two, y_one, y_two = train_test_split(X_rest, y_rest, test_size=0.5, random_state=0)
best = 0
for C in (0.1, 1, 10):
    model = SVC(C=C).fit(X_train, y_train)
    score = model.score(X_two, y_two)
    if score > best:
        best, best_model = score, model
print(best_model.score(X_one, y_one))
""",
    "nothing but a validation part": START.replace("X_test", "X_val").replace("y_test", "y_val")
    + """
best = 0
for C in (0.1, 1, 10):
    model = SVC(C=C).fit(X_train, y_train)
    score = model.score(X_val, y_val)
    if score > best:
        best, best_model = score, model
""",
    "a competition: the test rows have no labels": START
    + """
best = 0
for C in (0.1, 1, 10):
    model = SVC(C=C).fit(X_train, y_train)
    score = model.score(X_test, y_test)
    if score > best:
        best, best_model = score, model
submission = pd.read_csv("test.csv")
submission["churn"] = best_model.predict(submission[["tenure", "charges"]])
""",
    "cross-validation chooses": START
    + """
scores = {C: cross_val_score(SVC(C=C), X_train, y_train).mean() for C in (0.1, 1, 10)}
best = max(scores, key=scores.get)
print(SVC(C=best).fit(X_train, y_train).score(X_test, y_test))
""",
    "folds by hand": START
    + """
best = 0
for C in (0.1, 1, 10):
    scores = []
    for a, b in KFold(5).split(X_train):
        model = SVC(C=C).fit(X_train.iloc[a], y_train.iloc[a])
        scores.append(model.score(X_train.iloc[b], y_train.iloc[b]))
    if np.mean(scores) > best:
        best, best_C = np.mean(scores), C
print(SVC(C=best_C).fit(X_train, y_train).score(X_test, y_test))
""",
    "a study by cross-validation": START
    + """
import optuna


def objective(trial):
    return cross_val_score(SVC(C=trial.suggest_float("C", 1e-3, 1e3)), X_train, y_train).mean()


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=100)
print(SVC(**study.best_params).fit(X_train, y_train).score(X_test, y_test))
""",
    "a study of validation rows": VALIDATED
    + """
import optuna


def objective(trial):
    return SVC(C=trial.suggest_float("C", 1e-3, 1e3)).fit(X_fit, y_fit).score(X_hold, y_hold)


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=100)
print(SVC(**study.best_params).fit(X_train, y_train).score(X_test, y_test))
""",
    "a search on training rows": START
    + """
search = GridSearchCV(SVC(), {"C": [1, 10]}).fit(X_train, y_train)
print(search.best_score_, search.score(X_test, y_test))
""",
    "a gate": START
    + """
model = SVC().fit(X_train, y_train)
score = model.score(X_test, y_test)
assert score > 0.8
if score > 0.9:
    verdict = "good"
""",
    "training against test": START
    + """
model = SVC().fit(X_train, y_train)
train_score, test_score = model.score(X_train, y_train), model.score(X_test, y_test)
if train_score > test_score + 0.1:
    gap = train_score - test_score
    print("it overfits by", gap)
""",
    "a winner is named": START
    + """
a = LogisticRegression().fit(X_train, y_train).score(X_test, y_test)
b = SVC().fit(X_train, y_train).score(X_test, y_test)
if a > b:
    print("the linear model is better")
else:
    print("the other is")
""",
    "how often one is better": START
    + """
wins = 0
for seed in range(10):
    a = RandomForestClassifier(random_state=seed).fit(X_train, y_train).score(X_test, y_test)
    b = LogisticRegression(random_state=seed).fit(X_train, y_train).score(X_test, y_test)
    if a > b:
        wins += 1
print(wins)
""",
    "scores of several seeds": START
    + """
scores = []
for seed in range(5):
    scores.append(RandomForestClassifier(random_state=seed).fit(X_train, y_train).score(X_test, y_test))
print(np.mean(scores), np.std(scores))
""",
    "the best setting is marked in a plot": START
    + """
import matplotlib.pyplot as plt

Cs = np.logspace(-3, 3, 7)
scores = [SVC(C=C).fit(X_train, y_train).score(X_test, y_test) for C in Cs]
plt.semilogx(Cs, scores)
plt.axvline(Cs[np.argmax(scores)])
plt.ylim(np.amin(scores), np.amax(scores) + np.log(np.amax(scores)))
""",
    "the best scores of a table are bold": START
    + """
rows = [{"C": C, "accuracy": SVC(C=C).fit(X_train, y_train).score(X_test, y_test)} for C in (1, 10)]


def bold(column):
    best = column.max()
    return ["font-weight: bold" if v == best else "" for v in column]


pd.DataFrame(rows).style.apply(bold)
""",
    "a curve is drawn": START
    + """
import matplotlib.pyplot as plt

p = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
fpr, tpr, thresholds = roc_curve(y_test, p)
best = np.argmax(tpr - fpr)
plt.plot(fpr, tpr)
plt.scatter(fpr[best], tpr[best])
""",
    "a threshold from validation rows": VALIDATED
    + """
model = LogisticRegression().fit(X_fit, y_fit)
p = model.predict_proba(X_hold)[:, 1]
precision, recall, thresholds = precision_recall_curve(y_hold, p)
f1 = 2 * precision * recall / (precision + recall)
threshold = thresholds[np.argmax(f1[:-1])]
print(f1_score(y_test, model.predict_proba(X_test)[:, 1] >= threshold))
""",
    "watched, and never stopped": START
    + """
model = xgb.XGBClassifier(n_estimators=200)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(model.score(X_test, y_test))
""",
    "stopped by the last set": START
    + """
X_fit, X_b, y_fit, y_b = train_test_split(X_train, y_train, random_state=0)
model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_fit, y_fit, eval_set=[(X_test, y_test), (X_b, y_b)])
print(model.score(X_test, y_test))
""",
    "stopped by validation rows": VALIDATED
    + """
model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_fit, y_fit, eval_set=[(X_hold, y_hold)])
print(model.score(X_hold, y_hold), model.score(X_test, y_test))
""",
    "stopped, and asked for a submission": START
    + """
model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(model.score(X_test, y_test))
pd.DataFrame({"churn": model.predict(pd.read_csv("test.csv"))}).to_csv("submission.csv")
""",
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load()


def choosing(engine: Engine, code: str) -> list[str]:
    return [rule for _, rule in found(analysed(engine, code)) if rule in CHOOSING]


@pytest.mark.parametrize(("code", "rule"), FOUND.values(), ids=FOUND.keys())
def test_found(engine: Engine, code: str, rule: str) -> None:
    assert set(choosing(engine, code)) == {rule}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
def test_silent(engine: Engine, code: str) -> None:
    assert choosing(engine, code) == []
