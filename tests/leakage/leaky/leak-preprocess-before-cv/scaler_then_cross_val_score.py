from sklearn.datasets import load_wine
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

wine = load_wine()
X_scaled = StandardScaler().fit_transform(wine.data)  # expect: leak-preprocess-before-cv

for kernel in ("linear", "rbf"):
    scores = cross_val_score(SVC(kernel=kernel), X_scaled, wine.target, cv=10)
    print(f"{kernel}: {scores.mean():.3f} +/- {scores.std():.3f}")
