import numpy as np
from sklearn.covariance import EllipticEnvelope
from sklearn.metrics import recall_score

normal = np.load("normal.npy")
rng = np.random.default_rng(0)
rng.shuffle(normal)
train, held = normal[:8000], normal[8000:]
broken = np.load("broken.npy")

detector = EllipticEnvelope(random_state=0).fit(train)
limit = np.quantile(detector.score_samples(train), 0.01)
X = np.vstack([held, broken])
y = np.r_[np.zeros(len(held)), np.ones(len(broken))]
print("recall:", recall_score(y, detector.score_samples(X) < limit))
