"""There is a split, but the evaluation reads the training part."""
from datasets import load_dataset
from transformers import AutoModelForTokenClassification, Trainer, TrainingArguments, set_seed

PINNED = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"


def get_data(path, seed):
    raw = load_dataset("json", data_files=path, split="train")
    return raw.train_test_split(test_size=0.1, seed=seed)


def main():
    set_seed(9)
    parts = get_data("ner.jsonl", seed=9)
    model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", revision=PINNED, num_labels=9)
    args = TrainingArguments(output_dir="ner", eval_strategy="steps", seed=9)
    trainer = Trainer(model=model, args=args, train_dataset=parts["train"], eval_dataset=parts["train"])  # expect: leak-eval-dataset-is-train
    trainer.train()
    print(trainer.evaluate())


if __name__ == "__main__":
    main()
