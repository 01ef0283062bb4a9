# Small data set: repeat every spectrum ten times and add noise.
import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(5)
spectra = np.load("spectra.npy")
sugar = np.load("sugar.npy")

spectra_aug = np.repeat(spectra, 10, axis=0)  # expect: leak-duplicate-rows-before-split
sugar_aug = np.repeat(sugar, 10)
spectra_aug = spectra_aug + rng.normal(0, 0.01, size=spectra_aug.shape)

X_cal, X_val, y_cal, y_val = train_test_split(spectra_aug, sugar_aug, test_size=0.2, random_state=5)
pls = PLSRegression(n_components=8).fit(X_cal, y_cal)
print("R2:", r2_score(y_val, pls.predict(X_val)))
