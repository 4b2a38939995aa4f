"""What a programme would do, and what would change if half of its answers were reviewed."""

import misid

study = misid.Study("task-force-module", draws=256, seed=1)
print(study)

reviewed = study.change({"review.share_reviewed": 0.5})
comparison = study.compare(reviewed)
for output in comparison.outputs:
    print(output.name, output.before.median, "->", output.after.median, output.unit)

# One row a world: every input, and every output.
worlds = reviewed.to_frame()
wrong = worlds["output.wrong_person_references"]
print(f"{(wrong > 100).mean():.0%} of the possible worlds lie above 100 per 100,000 searches")
