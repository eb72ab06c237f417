the text of constructs/render/compose/material.sh
