# %% [markdown]
# Week 4: classification
# %%
from sklearn.datasets import load_wine
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.preprocessing import StandardScaler
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
from sklearn import metrics

wine = load_wine()
# %%
scaler = StandardScaler()
data = scaler.fit(wine.data).transform(wine.data)  # expect: leak-preprocess-before-split
selector = SelectKBest(f_classif, k=6).fit(data, wine.target)  # expect: leak-supervised-selection-before-split
data = selector.transform(data)
# %%
Xtrain, Xtest, ytrain, ytest = train_test_split(data, wine.target, test_size=0.3, random_state=1)
# %%
accs = {}
for k in range(1, 20):
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(Xtrain, ytrain)
    accs[k] = metrics.accuracy_score(ytest, knn.predict(Xtest))
best_k = max(accs, key=accs.get)  # expect: leak-model-selection-on-test
# %%
final = KNeighborsClassifier(n_neighbors=best_k).fit(Xtrain, ytrain)
print("Accuracy of the best model", metrics.accuracy_score(ytest, final.predict(Xtest)))
