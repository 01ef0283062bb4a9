"""Standard normal variate: each spectrum by its own mean and deviation, as chemists do before any split."""
import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

spectra = np.load("nir.npy")
protein = np.load("protein.npy")

snv = (spectra - spectra.mean(axis=1, keepdims=True)) / spectra.std(axis=1, keepdims=True)
X_cal, X_val, y_cal, y_val = train_test_split(snv, protein, test_size=0.25, random_state=2)
pls = PLSRegression(n_components=10).fit(X_cal, y_cal)
print(r2_score(y_val, pls.predict(X_val)))
