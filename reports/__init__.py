"""What was found: reports in several formats from the record of a run; computes nothing.

``write`` puts a record into a folder in one of ``FORMATS``; ``render`` gives the text.  Every number in a
report is read from the record, which is what ``fisherproof check --json`` prints.
"""

from reports.fields import RecordError as RecordError
from reports.files import FORMATS as FORMATS
from reports.files import UnknownFormatError as UnknownFormatError
from reports.files import render as render
from reports.files import write as write
