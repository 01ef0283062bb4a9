import joblib
import pandas as pd
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

TARGET = "yield"


def train(features, labels):
    scaler = StandardScaler()
    svr = SVR(C=10).fit(scaler.fit_transform(features), labels)
    return scaler, svr


def main():
    plant = pd.read_csv("plant.csv")
    X, y = plant.drop(columns=TARGET), plant[TARGET]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=6)
    scaler, svr = train(X_train, y_train)
    print("held-out R2:", r2_score(y_test, svr.predict(scaler.transform(X_test))))

    production = train(X, y)
    joblib.dump(production, "production.joblib")


if __name__ == "__main__":
    main()
