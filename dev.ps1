# The one door for developers on Windows: .\dev.ps1 help
$python = if ($env:PYTHON) { $env:PYTHON } elseif (Get-Command py -ErrorAction SilentlyContinue) { "py" } else { "python" }
& $python (Join-Path $PSScriptRoot "dev.py") @args
exit $LASTEXITCODE
