# attack: has markup in the line that does not compile
# verdict: CE
MARKUP = "</script><script>alert(1)</script>" + <img src=x onerror=alert(1)>
