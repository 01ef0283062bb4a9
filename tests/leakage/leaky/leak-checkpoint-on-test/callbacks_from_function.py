import keras
import pandas as pd
from keras import layers
from sklearn.model_selection import train_test_split


def callbacks():
    return [
        keras.callbacks.ReduceLROnPlateau(patience=5),
        keras.callbacks.EarlyStopping(monitor="val_mae", patience=15, restore_best_weights=True),
    ]


def build(width):
    model = keras.Sequential([layers.Dense(width, activation="relu"), layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model


def run(path="yacht.csv", seed=5):
    keras.utils.set_random_seed(seed)
    frame = pd.read_csv(path)
    train, test = train_test_split(frame, test_size=0.2, random_state=seed)
    y_train, y_test = train.pop("resistance"), test.pop("resistance")
    model = build(32)
    model.fit(train, y_train, epochs=500, validation_data=(test, y_test), callbacks=callbacks(), verbose=0)  # expect: leak-checkpoint-on-test
    return model.evaluate(test, y_test, return_dict=True)


print(run())
