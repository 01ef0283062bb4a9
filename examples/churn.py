"""Which customers will leave? A first model on the Telco churn data."""

# %%
from pathlib import Path

import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

DATA = Path(__file__).parent / "data" / "churn.csv"
URL = "https://raw.githubusercontent.com/IBM/telco-customer-churn-on-icp4d/master/data/Telco-Customer-Churn.csv"

# %% Load
df = pd.read_csv(DATA) if DATA.exists() else pd.read_csv(URL)
df["TotalCharges"] = pd.to_numeric(df["TotalCharges"], errors="coerce")
df = df.drop(columns="customerID")

y = (df["Churn"] == "Yes").astype(int)
X = pd.get_dummies(df.drop(columns="Churn"), drop_first=True)

# %% Scale, then split
numeric = ["tenure", "MonthlyCharges", "TotalCharges"]
scaler = StandardScaler()
X[numeric] = scaler.fit_transform(X[numeric])

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y)

# %% New customers have no total yet: fill it in
imputer = SimpleImputer(strategy="median")
X_train = imputer.fit_transform(X_train)
X_test = imputer.fit_transform(X_test)

# %% Train
model = GradientBoostingClassifier(n_estimators=200, learning_rate=0.05, random_state=0)
model.fit(X_train, y_train)


# %% Evaluate
def report(model, X, y):
    predicted = model.predict(X)
    print(f"accuracy {accuracy_score(y, predicted):.3f}")
    print(f"ROC AUC  {roc_auc_score(y, predicted):.3f}")


report(model, X_test, y_test)
