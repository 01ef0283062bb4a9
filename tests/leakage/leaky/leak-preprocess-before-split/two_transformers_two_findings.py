import pandas as pd
from sklearn.impute import KNNImputer
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

pima = pd.read_csv("diabetes.csv")
features = ["Glucose", "BloodPressure", "SkinThickness", "Insulin", "BMI"]

filled = KNNImputer(n_neighbors=5).fit_transform(pima[features])  # expect: leak-preprocess-before-split
scaled = StandardScaler().fit_transform(filled)  # expect: leak-preprocess-before-split

X_tr, X_te, y_tr, y_te = train_test_split(scaled, pima["Outcome"], random_state=3)
knn = KNeighborsClassifier(n_neighbors=9)
knn.fit(X_tr, y_tr)
print("accuracy on held-out patients:", knn.score(X_te, y_te))
