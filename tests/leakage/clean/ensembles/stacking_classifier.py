import pandas as pd
from sklearn.ensemble import RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("diabetes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="Outcome"), df["Outcome"], random_state=0)
base = [
    ("rf", RandomForestClassifier(random_state=0)),
    ("nb", GaussianNB()),
    ("lr", make_pipeline(StandardScaler(), LogisticRegression())),
]
for ensemble in (StackingClassifier(base, LogisticRegression()), VotingClassifier(base, voting="soft")):
    print(type(ensemble).__name__, ensemble.fit(X_train, y_train).score(X_test, y_test))
