"""What is claimed: statements, evidence, verdicts, mutants, certificates and the catalogue.

A claim module begins with `from theorems import ...` and needs nothing else.
Importing this package imports neither SymPy nor NumPy.
"""

from theorems.claim import Claim as Claim
from theorems.claim import Hypothesis as Hypothesis
from theorems.claim import Reading as Reading
from theorems.claim import Repair as Repair
from theorems.claim import Simulation as Simulation
from theorems.claim import Variant as Variant
from theorems.facts import fact as fact
from theorems.family_words import *  # noqa: F403 - so are those of facts about families
from theorems.language import *  # noqa: F403 - the words of the claim language are the public surface
from theorems.setting import Chart as Chart
from theorems.setting import Covariance as Covariance
from theorems.setting import Covector as Covector
from theorems.setting import Curve as Curve
from theorems.setting import Data as Data
from theorems.setting import FiniteModel as FiniteModel
from theorems.setting import IntervalModel as IntervalModel
from theorems.setting import Loss as Loss
from theorems.setting import Matrix as Matrix
from theorems.setting import Metric as Metric
from theorems.setting import MetricField as MetricField
from theorems.setting import Model as Model
from theorems.setting import Point as Point
from theorems.setting import RandomColumn as RandomColumn
from theorems.setting import Rectangle as Rectangle
from theorems.setting import Scalar as Scalar
from theorems.setting import Schedule as Schedule
from theorems.setting import Setting as Setting
from theorems.setting import Small as Small
from theorems.setting import Vector as Vector
from theorems.setting import setting as setting
from theorems.shapes import *  # noqa: F403 - words for matrices of several dimensions
from theorems.term import Term as Term
