"""The refusal list: addresses where nobody is to sell at the door (C. conso. L221-10-1)."""
