"""The same folder twice, the same seed twice: two parts that share no image."""
import keras
from keras import layers

keras.utils.set_random_seed(0)
options = dict(validation_split=0.2, seed=123, image_size=(180, 180), batch_size=32)
train = keras.utils.image_dataset_from_directory("flowers", subset="training", **options)
valid = keras.utils.image_dataset_from_directory("flowers", subset="validation", **options)
test = keras.utils.image_dataset_from_directory("flowers_test", image_size=(180, 180))

model = keras.Sequential(
    [layers.Rescaling(1 / 255), layers.Conv2D(16, 3, activation="relu"), layers.GlobalMaxPooling2D(), layers.Dense(5)]
)
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=20, callbacks=[keras.callbacks.EarlyStopping(patience=3)])
print(model.evaluate(test))
