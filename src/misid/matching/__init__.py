"""The rarity axis: impostors, mates, thresholds, and algorithms calibrated from published rates."""

from misid.matching.calibration import (
    Calibration,
    CalibrationLuck,
    ComparisonLaw,
    ageing,
    calibrate,
    calibrate_to,
    true_rates,
)
from misid.matching.group_ratios import Ratios
from misid.matching.impostor_field import (
    Contrast,
    ImpostorField,
    ProbesAndRecords,
    check_rates,
    impostor_field,
    lowest_threshold,
    reference_cells,
    reference_composition,
    region_names,
)
from misid.matching.mates import FittedLaw, Images, MateCurves, MateLaw, bends, mates
from misid.matching.measured_mates import Knots, MeasuredLaw, measured_law
from misid.matching.rarity import (
    candidate_intensity,
    false_positive_identification_rate,
    no_candidate,
    rarity,
)
from misid.matching.tails import TAILS, TailFamily
from misid.matching.threshold import independent_threshold, solve_threshold

__all__ = [
    "TAILS",
    "Calibration",
    "CalibrationLuck",
    "ComparisonLaw",
    "Contrast",
    "FittedLaw",
    "Images",
    "ImpostorField",
    "Knots",
    "MateCurves",
    "MateLaw",
    "MeasuredLaw",
    "ProbesAndRecords",
    "Ratios",
    "TailFamily",
    "ageing",
    "bends",
    "calibrate",
    "calibrate_to",
    "candidate_intensity",
    "check_rates",
    "false_positive_identification_rate",
    "impostor_field",
    "independent_threshold",
    "lowest_threshold",
    "mates",
    "measured_law",
    "no_candidate",
    "rarity",
    "reference_cells",
    "reference_composition",
    "region_names",
    "solve_threshold",
    "true_rates",
]
