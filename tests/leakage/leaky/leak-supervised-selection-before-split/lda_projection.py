from sklearn.datasets import load_wine
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wine(return_X_y=True)

# proyectamos a dos dimensiones con LDA
lda = LinearDiscriminantAnalysis(n_components=2)
X2 = lda.fit_transform(X, y)  # expect: leak-supervised-selection-before-split

X_ent, X_pru, y_ent, y_pru = train_test_split(X2, y, test_size=0.3, random_state=10)
vecinos = KNeighborsClassifier(5).fit(X_ent, y_ent)
print("exactitud:", vecinos.score(X_pru, y_pru))
