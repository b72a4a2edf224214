from .delivery import Delivery
from .letter import Letter
from .question import Question
from .subscription import Subscription

__all__ = ["Delivery", "Letter", "Question", "Subscription"]
