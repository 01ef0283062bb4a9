"""Makes churn.csv: invented customers in the columns of the well-known Telco churn data. Same seed, same file."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path

COLUMNS = [
    "customerID", "gender", "SeniorCitizen", "Partner", "Dependents", "tenure", "InternetService",
    "Contract", "PaperlessBilling", "PaymentMethod", "MonthlyCharges", "TotalCharges", "Churn",
]  # fmt: skip
PAYMENTS = ["Electronic check", "Mailed check", "Bank transfer (automatic)", "Credit card (automatic)"]


def customer(draw: random.Random, number: int) -> list[object]:
    contract = draw.choices(["Month-to-month", "One year", "Two year"], [55, 21, 24])[0]
    internet = draw.choices(["Fiber optic", "DSL", "No"], [44, 34, 22])[0]
    tenure = min(72, int(draw.expovariate(1 / (18 if contract == "Month-to-month" else 45))))
    monthly = round({"Fiber optic": 90, "DSL": 58, "No": 21}[internet] + draw.gauss(0, 8), 2)
    payment = draw.choices(PAYMENTS, [34, 23, 22, 21])[0]
    senior = int(draw.random() < 0.16)
    score = -2.6 + 2.4 * (contract == "Month-to-month") + 1.4 * (internet == "Fiber optic")
    score += 0.9 * (payment == "Electronic check") + 0.4 * senior - 0.05 * tenure + draw.gauss(0, 0.3)
    churn = draw.random() < 1 / (1 + math.exp(-score))
    # A customer of this month has paid nothing yet: the field is blank, as in the original data.
    total = "" if tenure == 0 else round(monthly * tenure * draw.uniform(0.95, 1.05), 2)
    return [
        f"{number:04d}-{''.join(draw.choices('ABCDEFGHIJKLMNOPQRSTUVWXYZ', k=5))}", draw.choice(["Female", "Male"]),
        senior, draw.choice(["Yes", "No"]), draw.choices(["Yes", "No"], [30, 70])[0], tenure, internet, contract,
        draw.choices(["Yes", "No"], [59, 41])[0], payment, monthly, total, "Yes" if churn else "No",
    ]  # fmt: skip


def main(rows: int = 600, seed: int = 7) -> None:
    draw = random.Random(seed)
    with open(Path(__file__).with_name("churn.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(customer(draw, number) for number in range(rows))


if __name__ == "__main__":
    main()
