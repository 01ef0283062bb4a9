import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

beans = pd.read_csv("dry_beans.csv")
y = beans.pop("Class")

# picture of all beans, never used again
xy = PCA(n_components=2, random_state=0).fit_transform(StandardScaler().fit_transform(beans))
plt.scatter(xy[:, 0], xy[:, 1], c=y.astype("category").cat.codes, s=3)
plt.savefig("beans.png")

X_train, X_test, y_train, y_test = train_test_split(beans, y, random_state=0, stratify=y)
model = GradientBoostingClassifier(random_state=0)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
