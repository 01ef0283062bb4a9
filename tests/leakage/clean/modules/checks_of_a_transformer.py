"""Unit tests of a transformer: small arrays are fitted and looked at, nothing is evaluated."""
import numpy as np
import pytest
from sklearn.preprocessing import KBinsDiscretizer, StandardScaler


@pytest.fixture
def X_test():
    return np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


def test_scaler_centres(X_test):
    assert np.allclose(StandardScaler().fit_transform(X_test).mean(axis=0), 0)


def test_bins(X_test):
    binned = KBinsDiscretizer(3, encode="ordinal").fit_transform(X_test)
    assert binned.max() == 2


def test_refit_forgets(X_test):
    scaler = StandardScaler().fit(X_test * 100)
    scaler.fit(X_test)
    assert np.allclose(scaler.mean_, [3, 4])
