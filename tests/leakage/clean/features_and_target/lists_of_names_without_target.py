"""Ways to say which columns are features: all of them without the target."""
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score, train_test_split

TARGET = "churn"
DROP = ["id", "name"]
df = pd.read_csv("churn.csv")
y = df[TARGET]
forest = RandomForestClassifier(random_state=0)


def score(X):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    print(forest.fit(X_train, y_train).score(X_test, y_test))


a = [c for c in df.columns if c not in DROP and c != TARGET]
cross_val_score(forest, df[a], y)
b = df.columns.drop([TARGET, "id"])
cross_val_score(forest, df[b], y)
c = df.columns.tolist()
c.remove(TARGET)
cross_val_score(forest, df[c], y)
d = list(df.columns)
for name in [TARGET, *DROP]:
    d.remove(name)
cross_val_score(forest, df[d], y)
e = df.columns.to_list()
e.pop()
cross_val_score(forest, df[e], y)
f = df.columns.difference(DROP + [TARGET])
cross_val_score(forest, df.loc[:, f], y)
g = [c for c in df.columns if c.startswith("use_")]
cross_val_score(forest, df[g], y)
h = list(df.columns)
del h[-1]
cross_val_score(forest, df[h], y)
i = [c for c in df.columns[1:] if c not in (TARGET,)]
cross_val_score(forest, df[i], y)
j = [c for c in df.columns if not c == TARGET]
cross_val_score(forest, df[j], y)
k = list(set(df.columns) - {TARGET})
cross_val_score(forest, df[k], y)
l = df.columns[df.columns != TARGET]
cross_val_score(forest, df[l], y)
m = df.loc[:, df.columns != TARGET]
cross_val_score(forest, m, y)
n = [c for c in df.columns if c not in {TARGET, "id"}]
cross_val_score(forest, df[n], y)
o = df.drop(columns=TARGET).columns
cross_val_score(forest, df[o], y)
p = [c for c in df if c != TARGET]
cross_val_score(forest, df[p], y)
q = sorted(df.columns)
q = [c for c in q if c not in DROP + [TARGET]]
cross_val_score(forest, df[q], y)
r = df.select_dtypes("number").columns
cross_val_score(forest, df[r], y)
s = df.select_dtypes("number").columns.tolist()
s = [c for c in s if c not in DROP]
cross_val_score(forest, df[s], y)
t = df.columns.values.tolist()
t.remove(TARGET)
cross_val_score(forest, df[t], y)
u = df.columns[df.isna().mean() < 0.5].drop(TARGET)
cross_val_score(forest, df[u], y)
v, w = df.columns.tolist(), df.columns
v.remove(TARGET)
cross_val_score(forest, df[v], y)
x = df.filter(like="use").columns
cross_val_score(forest, df[x], y)
z = df.columns.tolist()
z.sort()
z = z[1:]
z.remove(TARGET)
cross_val_score(forest, df[z], y)
lags = df.columns
df["tomorrow"] = df["use"].shift(-1)
cross_val_score(forest, df[[c for c in lags if c != TARGET]], y)
