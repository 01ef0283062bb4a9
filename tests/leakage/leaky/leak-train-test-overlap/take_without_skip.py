import tensorflow as tf

tf.keras.utils.set_random_seed(0)
(images, labels), _ = tf.keras.datasets.cifar10.load_data()
data = tf.data.Dataset.from_tensor_slices((images / 255.0, labels))
train = data.take(45_000).batch(64)
test = data.take(5_000).batch(256)  # either: leak-train-test-overlap
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=5)
print(model.evaluate(test))  # either: leak-train-test-overlap
