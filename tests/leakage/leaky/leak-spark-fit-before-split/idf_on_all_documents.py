"""Spam with TF-IDF in Spark."""
from pyspark.ml.classification import NaiveBayes
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import IDF, HashingTF, Tokenizer
from pyspark.sql import SparkSession


def features(docs):
    words = Tokenizer(inputCol="text", outputCol="words").transform(docs)
    counts = HashingTF(inputCol="words", outputCol="tf", numFeatures=1 << 16).transform(words)
    return IDF(inputCol="tf", outputCol="features").fit(counts).transform(counts)  # expect: leak-spark-fit-before-split


def main():
    spark = SparkSession.builder.getOrCreate()
    docs = spark.read.csv("sms.csv", header=True, inferSchema=True)
    (train, test) = features(docs).randomSplit([0.7, 0.3], 100)
    nb = NaiveBayes(labelCol="label", featuresCol="features").fit(train)
    accuracy = MulticlassClassificationEvaluator(labelCol="label", metricName="accuracy").evaluate(nb.transform(test))
    print(accuracy)
    spark.stop()


if __name__ == "__main__":
    main()
