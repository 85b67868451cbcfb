# attack: leaves with status 0 while it is imported
# packages: vault vault-checked vault-examined vault-class vault-array vault-tensor
# verdict: RE re.exit
import os

os._exit(0)
