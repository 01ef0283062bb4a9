from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("default-risk").getOrCreate()
df = spark.read.parquet("s3://bank/2025-01-15/loans.parquet")

assembler = VectorAssembler(inputCols=["income", "debt", "age"], outputCol="raw")
df = assembler.transform(df)
scaler_model = StandardScaler(inputCol="raw", outputCol="features", withMean=True).fit(df)  # expect: leak-spark-fit-before-split
df = scaler_model.transform(df)

train, test = df.randomSplit([0.8, 0.2], seed=42)
model = LogisticRegression(labelCol="default").fit(train)
evaluator = BinaryClassificationEvaluator(labelCol="default")
print("AUC", evaluator.evaluate(model.transform(test)))
