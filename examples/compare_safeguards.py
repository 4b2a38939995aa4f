"""Every safeguard that comes along, by what it does to wrong-person references."""

import misid
from misid.scenario import safeguard_names

study = misid.Study("task-force-module", draws=64, seed=1)
for name in safeguard_names():
    comparison = study.compare(name)
    output = comparison.outputs[0]
    print(f"{name:32} {output.before.median:8.1f} -> {output.after.median:8.1f}")
