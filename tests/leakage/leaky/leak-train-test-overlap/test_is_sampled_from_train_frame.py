"""The test rows are taken out of the frame, but the training rows are still the whole frame's sample."""
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.metrics import mean_absolute_error


def divide(frame, share, seed):
    held_out = frame.sample(frac=share, random_state=seed)  # either: leak-train-test-overlap
    rest = frame.sample(frac=1 - share, random_state=seed)  # either: leak-train-test-overlap
    return rest, held_out


abalone = pd.read_csv("abalone.csv").drop(columns="Sex")
train, test = divide(abalone, 0.2, 13)
knn = KNeighborsRegressor(n_neighbors=15)
knn.fit(train.drop(columns="Rings"), train["Rings"])
print(mean_absolute_error(test["Rings"], knn.predict(test.drop(columns="Rings"))))
