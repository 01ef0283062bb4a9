import numpy as np
from scipy.optimize import curve_fit
from sklearn.metrics import r2_score


def decay(t, a, k):
    return a * np.exp(-k * t)


t, counts = np.loadtxt("decay.txt", unpack=True)
(a, k), cov = curve_fit(decay, t, counts, p0=(1000, 0.1))
print(f"half-life {np.log(2) / k:.2f} ± {np.sqrt(cov[1, 1]):.2f}; R2 of the fit {r2_score(counts, decay(t, a, k)):.3f}")
