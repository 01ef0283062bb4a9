import keras
from keras import layers

keras.utils.set_random_seed(0)
train = keras.utils.image_dataset_from_directory("flowers", validation_split=0.2, subset="training", seed=1)
test = keras.utils.image_dataset_from_directory("flowers", validation_split=0.2, subset="validation", seed=2)  # either: leak-train-test-overlap
model = keras.Sequential([layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(5, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=5)
print(model.evaluate(test))  # either: leak-train-test-overlap
