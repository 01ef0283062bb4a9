"""What a finding is: its evidence, severity, identity and suppression."""
