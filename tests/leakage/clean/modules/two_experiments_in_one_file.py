"""First clusters of all rows, then an honest classifier that reads the file again: the names are the same."""
import pandas as pd
from sklearn.cluster import AgglomerativeClustering
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

PATH = "seeds.csv"


def clusters():
    X = pd.read_csv(PATH).drop(columns="variety")
    X = StandardScaler().fit_transform(X)
    return AgglomerativeClustering(3).fit_predict(X)


def classifier():
    X = pd.read_csv(PATH)
    y = X.pop("variety")
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    return model.fit(X_train, y_train).score(X_test, y_test)


if __name__ == "__main__":
    print(pd.Series(clusters()).value_counts())
    print(classifier())
