from datasets import load_dataset
from setfit import SetFitModel, Trainer, TrainingArguments

data = load_dataset("csv", data_files="faq.csv", split="train").shuffle(seed=42)
train = data.select(range(800))
test = data.select(range(800, len(data)))
model = SetFitModel.from_pretrained("sentence-transformers/all-MiniLM-L6-v2", revision="c9745ed1d9f207416be6d2e6f8de32d1f16199bf")
trainer = Trainer(model=model, args=TrainingArguments(seed=42), train_dataset=train, eval_dataset=test)
trainer.train()
print(trainer.evaluate())
