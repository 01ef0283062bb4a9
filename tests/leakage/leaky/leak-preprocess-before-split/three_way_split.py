"""train / val / test = 70 / 15 / 15"""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import MaxAbsScaler

frame = pd.read_parquet("telemetry_features.parquet")
labels = frame.pop("fault")
scaled = MaxAbsScaler().fit_transform(frame)  # expect: leak-preprocess-before-split

X_train, X_rest, y_train, y_rest = train_test_split(scaled, labels, test_size=0.3, random_state=5)
X_val, X_test, y_val, y_test = train_test_split(X_rest, y_rest, test_size=0.5, random_state=5)

scores = {}
for width in (16, 32, 64):
    net = MLPClassifier(hidden_layer_sizes=(width,), random_state=5, max_iter=400).fit(X_train, y_train)
    scores[width] = net.score(X_val, y_val)
best = max(scores, key=scores.get)

final = MLPClassifier(hidden_layer_sizes=(best,), random_state=5, max_iter=400).fit(X_train, y_train)
print("test accuracy", final.score(X_test, y_test))
