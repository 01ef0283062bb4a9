import tensorflow as tf

tf.keras.utils.set_random_seed(0)
(images, labels), (test_images, test_labels) = tf.keras.datasets.mnist.load_data()
data = tf.data.Dataset.from_tensor_slices((images[..., None] / 255.0, labels))
data = data.shuffle(60_000, seed=0, reshuffle_each_iteration=False)
valid = data.take(10_000).batch(256)
train = data.skip(10_000).batch(64)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=10, callbacks=[tf.keras.callbacks.EarlyStopping(patience=2)])
print(model.evaluate(test_images[..., None] / 255.0, test_labels))
