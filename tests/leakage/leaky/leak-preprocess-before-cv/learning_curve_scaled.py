import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import learning_curve
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler

bc = load_breast_cancer()
inputs = MinMaxScaler().fit_transform(bc.data)  # expect: leak-preprocess-before-cv
sizes, train_scores, valid_scores = learning_curve(
    KNeighborsClassifier(7), inputs, bc.target, train_sizes=np.linspace(0.1, 1.0, 6), cv=5, shuffle=True, random_state=0
)
plt.plot(sizes, train_scores.mean(axis=1), label="train")
plt.plot(sizes, valid_scores.mean(axis=1), label="validation")
plt.legend()
plt.savefig("learning_curve.png")
