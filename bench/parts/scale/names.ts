/** First and last names in the scripts that supporters write in; the first of each are by far the most common. */
export const firstNames = [
  "Sarah David Mohammed Margaret James Emma John Susan Oluwaseun Priya Siân Zoë Seán Łukasz Zofia Harpreet Amina Thi Jürgen François",
  "Chloë Bjørn İpek Şule Ngozi Chukwuemeka Eilidh Rhys Aoife Niamh Gwenllïan José Renée Błażej Dvořák Ðức Ștefan Øyvind Ásta Mehmet",
  "Елена Дмитрий Οδυσσέας Ελένη Արամ გიორგი משה רבקה محمد فاطمة نور پروین आरती विक्रम অমিত ਹਰਪ੍ਰੀਤ தமிழ்ச்செல்வி లక్ష్మి නිමල් สมชาย",
  "明 美咲 小龍 健太 민준 서연 ဇော် សុខា ሰላም Anne-Marie Jean-Luc D’Arcy Mary",
].flatMap((line) => line.split(" "));

export const lastNames = [
  "Smith Jones Taylor Patel Khan Williams Brown Davies Evans Wilson Okafor Nowak Singh Hussain Murphy Begum O’Neill MacDonald",
  "Ashworth-Lee Pritchard Whitfield Yıldız Hassan Gill Kowalczyk Müller Dvořáková Nguyễn Ó’Briain Şahin Ångström Lefèvre Núñez Ibáñez",
  "Featherstonehaugh Cholmondeley Adeyemi Balogun Mensah Owusu Tesfaye Abdi Warsame Rahman Chowdhury Ahmed Malik Sharma Kaur Fernando Perera",
  "Иванова Петренко Παπαδόπουλος Սարգսյան ბერიძე כהן לוי الحسيني العلي رضایی शर्मा वर्मा চৌধুরী ਸਿੰਘ முருகன் రెడ్డి පෙරේරා ศรีสุข",
  "王 李 陳 佐藤 鈴木 김 박 ဝင်း ចាន់ ተስፋዬ Hawthornthwaite Quilliam Trevithick Gwynne Llewellyn Brannigan Drummond Ferguson Hargreaves",
  "Illingworth Jellicoe Kirkpatrick Lockhart Mountbatten Netherwood Ollerenshaw Postlethwaite Quarmby Ramsbottom Sowerby Thistlethwaite",
  "Underhill Vaughan Wolstenholme Yarwood Zielińska",
].flatMap((line) => line.split(" "));
