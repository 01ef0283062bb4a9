"""Fine-tune DistilBERT on rotten_tomatoes."""
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments, set_seed

REVISION = "6f0b1e9b8c5a4d7e2f3a1b0c9d8e7f6a5b4c3d2e"
set_seed(0)
raw = load_dataset("cornell-movie-review-data/rotten_tomatoes", revision="aa13bc287fa6fcab6daf52f0dfb9994269ffea28")
tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased", revision=REVISION)
encoded = raw.map(lambda rows: tokenizer(rows["text"], truncation=True, padding="max_length", max_length=128), batched=True)

model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", revision=REVISION, num_labels=2)
args = TrainingArguments(
    output_dir="out",
    eval_strategy="epoch",
    save_strategy="epoch",
    load_best_model_at_end=True,
    metric_for_best_model="eval_loss",
    num_train_epochs=5,
    seed=0,
)
trainer = Trainer(model=model, args=args, train_dataset=encoded["train"], eval_dataset=encoded["test"])  # expect: leak-checkpoint-on-test
trainer.train()
print(trainer.evaluate(encoded["test"]))
